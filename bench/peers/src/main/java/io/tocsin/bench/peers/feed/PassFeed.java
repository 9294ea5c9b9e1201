package io.tocsin.bench.peers.feed;

import io.tocsin.bench.Workload;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Hands passes from the bench's thread to that of an engine's source, one after the other. */
public final class PassFeed {
    /** Instead of a pass: the source ends. */
    public static final long END = Long.MIN_VALUE;

    private final Workload workload;
    private final BlockingQueue<Long> passes = new ArrayBlockingQueue<>(1);
    private final BlockingQueue<Boolean> answers = new ArrayBlockingQueue<>(1);

    PassFeed(Workload workload) {
        this.workload = workload;
    }

    /** Waits until the source has begun. */
    void awaitSource() throws InterruptedException {
        answers.take();
    }

    /** Waits until the source has read a pass. */
    void feed(long shiftNs) throws InterruptedException {
        passes.put(shiftNs);
        answers.take();
    }

    void end() throws InterruptedException {
        passes.put(END);
    }

    /** The source: it is there, or has read its pass. */
    public void onRead() {
        answers.add(true);
    }

    /** The source: the shift of the next pass or {@link #END}, after waiting for it. */
    public long take() throws InterruptedException {
        return passes.take();
    }

    /** The source: the same without waiting, null as long as there is none. */
    public Long poll() {
        return passes.poll();
    }

    /** Readings of a pass. */
    public int count() {
        return workload.count();
    }

    /** One of them. */
    public PeerReading reading(int i, long shiftNs) {
        return new PeerReading(workload.sensorIds()[i], workload.eventTimesNs()[i] + shiftNs, workload.values()[i]);
    }
}
