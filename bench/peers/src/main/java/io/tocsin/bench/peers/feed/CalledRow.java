package io.tocsin.bench.peers.feed;

import io.tocsin.bench.Workload;
import io.tocsin.bench.throughput.Task;

/**
 * A row of an engine that is called with each reading and decides in the caller's thread. Such engines generate code or
 * parts for each sensor when they start, so the engine runs on from round to round: the next round's times begin
 * {@value #GAP_SECONDS} s or more after the last of the round before, when all that was open then has ended.
 */
public abstract class CalledRow extends PeerRow {
    private static final long GAP_SECONDS = 20;
    private static final long GAP_NS = GAP_SECONDS * 1_000_000_000;
    private static final long SECOND_NS = 1_000_000_000;

    private boolean isStarted;
    private long baseNs;
    private long endNs;

    protected CalledRow(Task task, Workload workload) {
        super(task, workload);
    }

    /** Starts the engine, once. */
    protected abstract void startEngine() throws Exception;

    /** Hands a reading over. */
    protected abstract void send(int sensorId, long timeNs, double value);

    @Override
    protected final void start() throws Exception {
        if (!isStarted) {
            startEngine();
            isStarted = true;
            return;
        }
        // windows begin where they do in the first round
        baseNs = (endNs / GAP_NS + 2) * GAP_NS;
        setBaseNs(baseNs);
        if (task == Task.W1) {
            // ends all alarms; these changes have no place among the results
            for (int sensorId = 0; sensorId < Workload.SENSOR_COUNT; sensorId++) {
                send(sensorId, baseNs + firstNs() - SECOND_NS, 0);
            }
        }
    }

    @Override
    protected final void feed(long shiftNs) {
        int[] sensorIds = workload.sensorIds();
        long[] eventTimesNs = workload.eventTimesNs();
        double[] values = workload.values();
        long laterNs = baseNs + shiftNs;
        for (int i = 0; i < sensorIds.length; i++) {
            send(sensorIds[i], eventTimesNs[i] + laterNs, values[i]);
        }
        endNs = laterNs + workload.spanNs();
    }

    /** The end of the tumbling pane that contains a time. */
    protected final long paneEndNs(long timeNs) {
        long paneNs = task.window().slideNs();
        return timeNs - timeNs % paneNs + paneNs;
    }

    @Override
    protected final void drain() {
        // it has decided before a call returns
    }

    @Override
    protected final void stop() {
        // it runs on, until the end of the JVM
    }
}
