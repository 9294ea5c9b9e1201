package io.tocsin.bench.peers.feed;

import io.tocsin.bench.Workload;
import io.tocsin.bench.throughput.Task;

/**
 * A row of an engine that makes its source and its sink itself, from a serialized job: they find the row here. There is
 * one at a time in a JVM.
 */
public abstract class PulledRow extends PeerRow {
    private static volatile PulledRow current;

    private PassFeed feed;

    protected PulledRow(Task task, Workload workload) {
        super(task, workload);
    }

    /** The row that is open. */
    public static PulledRow current() {
        return current;
    }

    /** Starts the engine and a job that ends when its source does. */
    protected abstract void startJob() throws Exception;

    /** Waits until the results of all passes are at the sink. */
    @Override
    protected abstract void drain() throws Exception;

    /** The passes for the job's source. */
    public final PassFeed passes() {
        return feed;
    }

    @Override
    protected final void start() throws Exception {
        feed = new PassFeed(workload);
        current = this;
        startJob();
        feed.awaitSource();
    }

    @Override
    protected final void feed(long shiftNs) {
        try {
            feed.feed(shiftNs);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a bench", e);
        }
    }

    /** Ends the source, and so the job. */
    protected final void endSource() throws InterruptedException {
        feed.end();
    }
}
