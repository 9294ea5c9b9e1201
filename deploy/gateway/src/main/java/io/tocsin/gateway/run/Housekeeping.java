package io.tocsin.gateway.run;

import io.tocsin.alerts.AlarmOutputs;
import io.tocsin.engine.journal.SnapshotStore;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.persistence.journal.Retention;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Deletes the oldest files of journal and alarm log: what retention lets go, and neither a kept snapshot nor a sink needs.
 * Asked after every snapshot, and by the journal when the device is full. Any thread, one at a time.
 */
final class Housekeeping {
    private final GatewayConfig config;
    private final SnapshotStore snapshots;
    private final AlarmOutputs outputs;
    private final Consumer<String> log;
    private final LongSupplier clockNs;

    Housekeeping(
            GatewayConfig config,
            SnapshotStore snapshots,
            AlarmOutputs outputs,
            Consumer<String> log,
            LongSupplier clockNs) {
        this.config = config;
        this.snapshots = snapshots;
        this.outputs = outputs;
        this.log = log;
        this.clockNs = clockNs;
    }

    /** Deletes what may go. */
    synchronized void sweep() {
        long[] kept = snapshots.positions();
        if (kept.length == 0) {
            return;
        }
        Retention.Deleted deleted =
                Retention.apply(config.journal().dir(), config.retention(), kept[0], clockNs.getAsLong());
        if (deleted.segmentCount() > 0) {
            log.accept("journal: " + deleted.segmentCount() + " old segments deleted, "
                    + Numbers.grouped(deleted.bytes() >> 20) + " MiB; it begins at position "
                    + deleted.firstPosition());
        }
        int logFiles = outputs.trim(config.alarmLogRetention(), kept[0], clockNs.getAsLong());
        if (logFiles > 0) {
            log.accept("alarm log: " + logFiles + " old files deleted");
        }
    }
}
