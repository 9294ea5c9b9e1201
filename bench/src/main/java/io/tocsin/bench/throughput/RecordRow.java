package io.tocsin.bench.throughput;

import io.tocsin.bench.BenchPlan;
import io.tocsin.bench.Workload;
import io.tocsin.bench.record.HighAlarmRecords;
import io.tocsin.bench.record.RecordSink;
import io.tocsin.bench.record.Records;
import io.tocsin.bench.record.SilenceRecords;
import io.tocsin.bench.record.SlidingRecords;
import io.tocsin.bench.record.SourceSilenceRecords;
import io.tocsin.bench.record.TumblingRecords;
import java.util.function.Function;

/** Hand-written for its workload, with the meaning and the output digest of the fold. */
final class RecordRow extends FoldRow {
    private static final int SENSORS = Workload.SENSOR_COUNT;
    /** Readings whose cache lines are loaded before the first of them is folded; the lines fit into L1. */
    private static final int BATCH = 64;

    /** The plan and the sensors have the positions before the first reading. */
    private static final int FIRST_POSITION = 1 + SENSORS;

    private final Records records;
    private final boolean isTouched;
    private long position;
    /** Keeps the compiler from leaving out the loads of a batch. */
    long touched;

    /**
     * @param isTouched whether the cache lines of a batch are loaded first; where a reading costs next to nothing, the
     *     processor overlaps the misses by itself
     */
    private RecordRow(Workload workload, boolean isTouched, Function<RecordSink, Records> records) {
        super(workload);
        this.isTouched = isTouched;
        this.records = records.apply(results());
    }

    /** W1. */
    static RecordRow highAlarm(Workload workload) {
        return new RecordRow(
                workload, true, sink -> new HighAlarmRecords(SENSORS, Workload.LIMIT, Workload.CLEAR_AT, sink));
    }

    /** W2, W3 and W3F. */
    static RecordRow windows(Workload workload, WindowTask task) {
        long delayNs = WindowTask.OUT_OF_ORDERNESS_NS;
        return new RecordRow(
                workload,
                true,
                sink -> task.isTumbling()
                        ? new TumblingRecords(SENSORS, task.sizeNs(), delayNs, sink)
                        : new SlidingRecords(SENSORS, task.slideNs(), task.slidesOfSize(), delayNs, sink));
    }

    /**
     * W4 and W4S.
     *
     * @param isOfSource whether all sensors have one time
     */
    static RecordRow silence(Workload workload, boolean isOfSource) {
        return new RecordRow(
                workload,
                isOfSource,
                sink -> isOfSource
                        ? new SourceSilenceRecords(SENSORS, BenchPlan.SILENCE_NS, sink)
                        : new SilenceRecords(SENSORS, BenchPlan.SILENCE_NS, sink));
    }

    @Override
    void reset() {
        records.reset();
        position = FIRST_POSITION;
    }

    @Override
    public void pass(long shiftNs) {
        if (!isTouched) {
            super.pass(shiftNs);
            return;
        }
        int[] sensorIds = workload.sensorIds();
        long[] eventTimesNs = workload.eventTimesNs();
        double[] values = workload.values();
        for (int from = 0; from < sensorIds.length; from += BATCH) {
            int end = Math.min(from + BATCH, sensorIds.length);
            long words = 0;
            for (int i = from; i < end; i++) {
                words += records.touch(sensorIds[i]);
            }
            touched = words;
            for (int i = from; i < end; i++) {
                onReading(sensorIds[i], eventTimesNs[i] + shiftNs, values[i]);
            }
        }
    }

    @Override
    void onReading(int sensorId, long eventTimeNs, double value) {
        records.onReading(position++, sensorId, eventTimeNs, eventTimeNs, value);
    }

    @Override
    public String outputDigest() {
        return records.outputDigest();
    }
}
