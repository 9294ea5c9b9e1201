package io.tocsin.bench.peers.feed;

import io.tocsin.bench.BenchPlan;
import io.tocsin.bench.Workload;
import io.tocsin.bench.throughput.ResultSum;
import io.tocsin.bench.throughput.Row;
import io.tocsin.bench.throughput.Task;
import io.tocsin.bench.throughput.WindowTask;
import java.io.IOException;
import java.util.Arrays;

/**
 * One workload on another engine. The workload is a {@link Workload#closed} one, so all results of its passes are those
 * up to the time of the last reading; an engine that ends also emits what is still open then, which does not count.
 */
public abstract class PeerRow implements Row {
    private static final long ALL = Long.MAX_VALUE;

    protected final Task task;
    protected final Workload workload;
    private final ResultSum results = new ResultSum();
    private final long firstNs;
    private volatile long countedUntilNs;
    private long baseNs;
    private long shiftNs;
    private WindowCheck check;

    /**
     * A row.
     *
     * @param workload closed
     */
    protected PeerRow(Task task, Workload workload) {
        this.task = task;
        this.workload = workload;
        this.firstNs = Arrays.stream(workload.eventTimesNs()).min().orElse(0);
    }

    /** Time of an engine that runs on from round to round, at the beginning of this round: results are told without. */
    protected final void setBaseNs(long baseNs) {
        this.baseNs = baseNs;
    }

    /** The least event time. */
    protected final long firstNs() {
        return firstNs;
    }

    /** Starts the engine. */
    protected abstract void start() throws Exception;

    /** Feeds all readings, each event time later by so much. */
    protected abstract void feed(long shiftNs);

    /** Waits until all readings have had their effect. */
    protected abstract void drain() throws Exception;

    /** Stops the engine. */
    protected abstract void stop() throws Exception;

    @Override
    public final void open() throws IOException {
        results.reset();
        countedUntilNs = ALL;
        run("start", this::start);
    }

    @Override
    public final void pass(long passShiftNs) {
        shiftNs = passShiftNs;
        feed(passShiftNs);
    }

    @Override
    public final void finish() {
        boolean hasWindows = task == Task.W2 || task == Task.W3 || task == Task.W3F;
        countedUntilNs = workload.lastTimeNs() + shiftNs - (hasWindows ? WindowTask.OUT_OF_ORDERNESS_NS : 0);
        run("drain", this::drain);
    }

    @Override
    public final ResultSum results() {
        return results;
    }

    @Override
    public final void close() {
        run("stop", this::stop);
    }

    /** The sink of W1. */
    public final void onChange(int sensorId, long timeNs, boolean isRaised, double value) {
        if (timeNs - baseNs >= firstNs) {
            results.add(sensorId, timeNs - baseNs, isRaised, value);
        }
    }

    /**
     * The sink of W4.
     *
     * @param engineDueNs end of the timeout that the sensor has missed
     */
    public final void onSilence(int sensorId, long engineDueNs) {
        long dueNs = engineDueNs - baseNs;
        if (dueNs > firstNs && dueNs <= countedUntilNs) {
            results.addSilence(sensorId, dueNs);
        }
    }

    /** The sink of W2, W3 and W3F. */
    public final void onWindow(int sensorId, long engineEndNs, long count, double sum, double min, double max) {
        long endNs = engineEndNs - baseNs;
        if (check != null) {
            check.onWindow(sensorId, endNs, count, sum, min, max);
        }
        if (endNs > firstNs && endNs <= countedUntilNs) {
            results.addWindow(sensorId, endNs, task.window().isTumbling() ? count : 0, sum / count, min, max);
        }
    }

    /** The share of the windows of one pass that this engine does not emit as they should be. */
    public final double wrongWindows() throws IOException {
        check = new WindowCheck(task.window(), workload);
        open();
        try {
            pass(0);
            finish();
            return check.wrong();
        } finally {
            close();
            check = null;
        }
    }

    /** The due time after a sensor's latest reading. */
    public static long dueNs(long latestNs) {
        return latestNs + BenchPlan.SILENCE_NS;
    }

    /** An action of an engine. */
    private interface Action {
        void run() throws Exception;
    }

    private static void run(String what, Action action) {
        try {
            action.run();
        } catch (Exception e) {
            throw new IllegalStateException("the engine failed, action=" + what, e);
        }
    }
}
