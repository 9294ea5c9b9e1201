package io.tocsin.gateway.run;

import io.tocsin.alerts.AlarmOutputs;
import io.tocsin.alerts.log.LogRetention;
import io.tocsin.engine.journal.SnapshotStore;
import io.tocsin.engine.port.FailStop;
import io.tocsin.engine.port.RecordAges;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.persistence.journal.Retention;
import io.tocsin.persistence.journal.RetentionPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Keeps journal and alarm log within their bounds. Deletes the oldest files of both that have expired and that neither
 * a kept snapshot nor a sink needs. When the alarm log has reached its bound, it also deletes needed files of the log,
 * which is logged.
 *
 * <p>Runs after every snapshot, and when the device is full; between them a thread of this class sleeps until the
 * alarm log begins another file; while the log exceeds its bound the thread cuts it again and again. Any thread, one at
 * a time.
 */
final class Housekeeping {
    private static final long CUT_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long CLOCK_IS_RIGHT_AFTER_NS = TimeUnit.HOURS.toNanos(1);

    private final GatewayConfig config;
    private final SnapshotStore snapshots;
    private final AlarmOutputs outputs;
    private final Consumer<String> log;
    private final RecordAges ages;
    private final LongSupplier elapsedNs;
    private final long startedNs;
    private final LongSupplier durablePosition;
    private final Runnable requestSync;
    private final FailStop failStop;
    private final Thread thread = new Thread(this::run, "tocsin-housekeeping");
    private volatile boolean stopping;
    private long seenRolls = -1;

    /**
     * @param ages of records
     * @param elapsedNs monotonic clock, ns
     * @param durablePosition journal records below it are on the device
     * @param requestSync forces the journal soon: the alarm log keeps entries whose records are not durable
     * @param failStop called when files cannot be read or deleted
     */
    Housekeeping(
            GatewayConfig config,
            SnapshotStore snapshots,
            AlarmOutputs outputs,
            Consumer<String> log,
            RecordAges ages,
            LongSupplier elapsedNs,
            LongSupplier durablePosition,
            Runnable requestSync,
            FailStop failStop) {
        this.config = config;
        this.snapshots = snapshots;
        this.outputs = outputs;
        this.log = log;
        this.ages = ages;
        this.elapsedNs = elapsedNs;
        this.startedNs = elapsedNs.getAsLong();
        this.durablePosition = durablePosition;
        this.requestSync = requestSync;
        this.failStop = failStop;
        thread.setDaemon(true);
    }

    /** Starts the thread for the alarm log. */
    void start() {
        outputs.onRoll(this::wake);
        thread.start();
    }

    /** Ends that. */
    void stop() throws InterruptedException {
        stopping = true;
        wake();
        thread.join();
    }

    /** Deletes all files that may be deleted. */
    synchronized void sweep() {
        long[] kept = snapshots.positions();
        if (kept.length > 0) {
            sweepJournal(kept[0]);
        }
        sweepAlarmLog(kept);
        if (outputs.isOverBound()) {
            wake();
        }
    }

    /** Cuts the alarm log when it has begun another file or still exceeds its bound. */
    synchronized void look() {
        long rolls = outputs.rollCount();
        if (rolls != seenRolls || outputs.isOverBound()) {
            seenRolls = rolls;
            sweepAlarmLog(snapshots.positions());
            if (outputs.isOverBound()) {
                requestSync.run();
            }
        }
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        try {
            while (!stopping) {
                look();
                if (outputs.isOverBound()) {
                    LockSupport.parkNanos(this, CUT_AGAIN_NS);
                } else {
                    LockSupport.park(this);
                }
            }
        } catch (Throwable e) {
            failStop.failed("housekeeping", e);
        }
    }

    private void sweepJournal(long oldestSnapshot) {
        Retention.Deleted deleted = Retention.apply(config.journal().dir(), retention(), oldestSnapshot, ages);
        if (deleted.segmentCount() > 0) {
            log.accept("journal: " + deleted.segmentCount() + " old segments deleted, "
                    + Numbers.grouped(deleted.bytes() >> 20) + " MiB; it begins at position "
                    + deleted.firstPosition());
        }
    }

    private void sweepAlarmLog(long[] snapshotPositions) {
        long oldestSnapshot = snapshotPositions.length == 0 ? 0 : snapshotPositions[0];
        int logFiles = outputs.trim(alarmLogRetention(), oldestSnapshot, durablePosition.getAsLong(), ages);
        if (logFiles > 0) {
            log.accept("alarm log: " + logFiles + " old files deleted");
        }
    }

    private RetentionPolicy retention() {
        RetentionPolicy policy = config.retention();
        return new RetentionPolicy(maxAgeNs(policy.maxAgeNs()), policy.maxBytes());
    }

    private LogRetention alarmLogRetention() {
        LogRetention policy = config.alarmLogRetention();
        return new LogRetention(maxAgeNs(policy.maxAgeNs()), policy.maxBytes());
    }

    /**
     * A clock set forward while the gateway was down looks like years of downtime. Time servers correct it within
     * minutes of a start, so no file expires in the first hour.
     */
    private long maxAgeNs(long wantedNs) {
        long ranNs = elapsedNs.getAsLong() - startedNs;
        return ranNs < Math.min(wantedNs, CLOCK_IS_RIGHT_AFTER_NS) ? Long.MAX_VALUE : wantedNs;
    }
}
