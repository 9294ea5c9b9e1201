package io.tocsin.bench.throughput;

import io.tocsin.bench.MappedLog;
import io.tocsin.bench.TemporaryDirectory;
import io.tocsin.bench.Workload;
import java.io.IOException;

/**
 * A row without alarms: writes the readings as 56-byte records into memory-mapped files, in the directory of the
 * journal's rows.
 */
final class MappedLogRow implements Row {
    private final Workload workload;
    private TemporaryDirectory directory;
    private MappedLog log;
    private long position;

    MappedLogRow(Workload workload) {
        this.workload = workload;
    }

    @Override
    public void open() throws IOException {
        directory = new TemporaryDirectory();
        log = new MappedLog(directory.path());
        position = 0;
    }

    @Override
    public void pass(long shiftNs) {
        int[] sensorIds = workload.sensorIds();
        long[] eventTimesNs = workload.eventTimesNs();
        double[] values = workload.values();
        for (int i = 0; i < sensorIds.length; i++) {
            long timeNs = eventTimesNs[i] + shiftNs;
            log.append(position++, sensorIds[i], timeNs, timeNs, values[i], 0, 0);
        }
    }

    @Override
    public void finish() {}

    @Override
    public ResultSum results() {
        return null;
    }

    @Override
    public void close() throws IOException {
        log.close();
        directory.close();
    }
}
