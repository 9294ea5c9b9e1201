package io.tocsin.gateway.run;

import io.tocsin.alerts.AlarmOutputs;
import io.tocsin.alerts.log.LogRetention;
import io.tocsin.engine.journal.SnapshotStore;
import io.tocsin.engine.pipeline.RecordAges;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.persistence.journal.Retention;
import io.tocsin.persistence.journal.RetentionPolicy;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Deletes the oldest files of journal and alarm log: what retention lets go, and neither a kept snapshot nor a sink needs.
 * Asked after every snapshot, and by the journal when the device is full. Any thread, one at a time.
 */
final class Housekeeping {
    private static final long CLOCK_IS_RIGHT_AFTER_NS = TimeUnit.HOURS.toNanos(1);

    private final GatewayConfig config;
    private final SnapshotStore snapshots;
    private final AlarmOutputs outputs;
    private final Consumer<String> log;
    private final RecordAges ages;
    private final LongSupplier elapsedNs;
    private final long startedNs;

    /**
     * @param ages of records
     * @param elapsedNs a clock that does not step, ns; runs from now on
     */
    Housekeeping(
            GatewayConfig config,
            SnapshotStore snapshots,
            AlarmOutputs outputs,
            Consumer<String> log,
            RecordAges ages,
            LongSupplier elapsedNs) {
        this.config = config;
        this.snapshots = snapshots;
        this.outputs = outputs;
        this.log = log;
        this.ages = ages;
        this.elapsedNs = elapsedNs;
        this.startedNs = elapsedNs.getAsLong();
    }

    /** Deletes what may go. */
    synchronized void sweep() {
        long[] kept = snapshots.positions();
        if (kept.length == 0) {
            return;
        }
        Retention.Deleted deleted = Retention.apply(config.journal().dir(), retention(), kept[0], ages);
        if (deleted.segmentCount() > 0) {
            log.accept("journal: " + deleted.segmentCount() + " old segments deleted, "
                    + Numbers.grouped(deleted.bytes() >> 20) + " MiB; it begins at position "
                    + deleted.firstPosition());
        }
        int logFiles = outputs.trim(alarmLogRetention(), kept[0], ages);
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
     * A clock that was put forward while the gateway was down looks like years that have passed. Time servers put it right within
     * minutes of a start, so for an hour nothing is too old.
     */
    private long maxAgeNs(long wantedNs) {
        long ranNs = elapsedNs.getAsLong() - startedNs;
        return ranNs < Math.min(wantedNs, CLOCK_IS_RIGHT_AFTER_NS) ? Long.MAX_VALUE : wantedNs;
    }
}
