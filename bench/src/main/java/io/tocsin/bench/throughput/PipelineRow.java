package io.tocsin.bench.throughput;

import io.tocsin.bench.BenchPipeline;
import io.tocsin.bench.NullJournal;
import io.tocsin.bench.TemporaryDirectory;
import io.tocsin.bench.Workload;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.pipeline.InputSlot;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.pipeline.thread.WaitStrategyKind;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.persistence.journal.ChronicleJournal;
import io.tocsin.persistence.journal.JournalConfig;
import io.tocsin.persistence.journal.SyncPolicy;
import java.io.IOException;

/** A row through the gateway's pipeline: one source thread claims batches, the engine thread journals and decides. */
final class PipelineRow implements Row {
    private static final int GOOD = Quality.GOOD.code();

    private final Workload workload;
    private final SyncPolicy sync;
    private final WaitStrategyKind waiting;
    private TemporaryDirectory directory;
    private Journal journal;
    private BenchPipeline pipeline;
    private ResultSum results;

    /**
     * @param sync of the journal, or null for none
     */
    PipelineRow(Workload workload, SyncPolicy sync, WaitStrategyKind waiting) {
        this.workload = workload;
        this.sync = sync;
        this.waiting = waiting;
    }

    @Override
    public void open() throws IOException {
        results = new ResultSum();
        directory = new TemporaryDirectory();
        journal = sync == null
                ? new NullJournal()
                : ChronicleJournal.open(
                        new JournalConfig(directory.path(), sync, JournalConfig.DEFAULT_SEGMENT_BYTES),
                        Workload.SENSOR_COUNT,
                        BenchPipeline.FAIL_STOP);
        pipeline = new BenchPipeline(journal, Workload.SENSOR_COUNT, waiting, results);
    }

    @Override
    public void pass(long shiftNs) {
        int[] sensorIds = workload.sensorIds();
        long[] eventTimesNs = workload.eventTimesNs();
        double[] values = workload.values();
        Intake intake = pipeline.intake();
        int batch = intake.maxClaim();
        for (int from = 0; from < sensorIds.length; from += batch) {
            int count = Math.min(batch, sensorIds.length - from);
            long last = intake.claim(count);
            long first = last - count + 1;
            long receiveTimeNs = intake.clockNs();
            for (int i = 0; i < count; i++) {
                InputSlot slot = intake.slot(first + i);
                int reading = from + i;
                slot.setReading(
                        sensorIds[reading],
                        eventTimesNs[reading] + shiftNs,
                        receiveTimeNs,
                        values[reading],
                        GOOD,
                        ReadingFlags.NONE);
            }
            intake.publish(first, last);
        }
    }

    @Override
    public void finish() {
        pipeline.awaitDecided();
        while (results.count() < pipeline.eventCount()) {
            Thread.onSpinWait();
        }
    }

    @Override
    public ResultSum results() {
        return results;
    }

    @Override
    public void close() throws IOException {
        pipeline.close();
        journal.close();
        directory.close();
    }
}
