package io.tocsin.gateway.restart;

import io.tocsin.alerts.AlarmOutputs;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.SnapshotStore;
import io.tocsin.engine.log.LineLog;
import io.tocsin.engine.port.FailStop;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.SnapshotConfig;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The snapshot thread: at each interval lets its {@link Follower} catch up and writes the follower's state. The engine
 * thread takes no part in it, so it never stops for a snapshot.
 *
 * <p>The position of a snapshot, and all alarm events decided by then, are on the device before the snapshot: after a
 * power cut neither journal nor alarm log may end before it.
 *
 * <p>To spare the flash it writes only when the journal has grown by at least the size of the last snapshot. So
 * snapshots at most double the written bytes, and a restart replays at most {@code every}, or that much journal.
 */
public final class Snapshotter implements Runnable {
    private static final long PAUSE_NS = 1_000_000;

    private final GatewayConfig config;
    private final SnapshotConfig schedule;
    private final SnapshotStore snapshots;
    private final Journal journal;
    private final AlarmOutputs outputs;
    private final FailStop failStop;
    private final Consumer<String> log;
    private final Runnable taken;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this, "tocsin-snapshot");

    private final AtomicLong writtenBytes = new AtomicLong();

    private volatile Follower follower;
    private long bytesAtLast;
    private long lastSize;

    /**
     * @param log takes one line when a snapshot cannot be written; older ones are kept, and the gateway continues
     * @param taken called when a snapshot is complete and durable
     */
    public Snapshotter(
            GatewayConfig config,
            SnapshotStore snapshots,
            Journal journal,
            AlarmOutputs outputs,
            FailStop failStop,
            Consumer<String> log,
            Runnable taken) {
        this.config = config;
        this.schedule = config.snapshots();
        this.snapshots = snapshots;
        this.journal = journal;
        this.outputs = outputs;
        this.failStop = failStop;
        this.log = log;
        this.taken = taken;
    }

    public void start() {
        thread.start();
    }

    /** Takes a last snapshot if it is worth it and waits for the end of the thread. The journal must still be open. */
    public void stop() throws InterruptedException {
        stopping.countDown();
        thread.join();
    }

    /**
     * Progress counter: changes whenever the thread has read part of the journal or written part of a snapshot. Any
     * thread.
     */
    public long progress() {
        Follower following = follower;
        return writtenBytes.get() + (following == null ? 0 : following.position());
    }

    @Override
    public void run() {
        try {
            boolean last = false;
            while (!last) {
                last = stopping.await(schedule.everyNs(), TimeUnit.NANOSECONDS);
                if (journal.appendedBytes() - bytesAtLast > lastSize) {
                    take();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            failStop.failed("snapshot", e);
        }
    }

    private void take() {
        long bytes = journal.appendedBytes();
        long position = journal.journalledPosition();
        while (journal.forcedPosition() < position) {
            journal.requestSync();
            LockSupport.parkNanos(PAUSE_NS);
        }
        if (follower == null) {
            follower = new Follower(config.journal().dir(), config.functions(), snapshots, position);
        }
        follower.advanceTo(position);
        while (!outputs.forceBelow(follower.eventCount())) {
            LockSupport.parkNanos(PAUSE_NS);
        }
        long writtenBefore = writtenBytes.get();
        try {
            snapshots.write(position, out -> follower.writeTo(new CountingOutput(out, writtenBytes)));
        } catch (JournalException e) {
            LineLog.warn(log, e.getMessage());
            return;
        }
        bytesAtLast = bytes;
        lastSize = writtenBytes.get() - writtenBefore;
        taken.run();
    }
}
