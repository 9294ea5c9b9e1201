package io.tocsin.gateway.run;

import io.tocsin.alerts.AlarmOutputs;
import io.tocsin.alerts.Delivery;
import io.tocsin.engine.admission.Dictionaries;
import io.tocsin.engine.journal.JournalGap;
import io.tocsin.engine.journal.SnapshotStore;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.pipeline.AlarmGate;
import io.tocsin.engine.pipeline.GatewayClock;
import io.tocsin.engine.pipeline.RecoveredShard;
import io.tocsin.engine.pipeline.Recovery;
import io.tocsin.engine.port.FailStop;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.restart.Restart;
import io.tocsin.persistence.snapshot.SnapshotFiles;
import java.util.function.Consumer;

/**
 * The state that a start restores from snapshot, journal and alarm log.
 *
 * @param shard the fold, up to date with the journal
 * @param restart writes the records with which the journal continues
 * @param position where the journal continues
 * @param replayNs how long the replay took
 */
record RecoveredData(
        Dictionaries dictionaries,
        RecoveredShard shard,
        Recovery recovery,
        Restart restart,
        SnapshotStore snapshots,
        AlarmOutputs outputs,
        long position,
        long replayNs) {

    /**
     * Restores it. On a failure the files are as a crash in its midst would leave them.
     *
     * @param gap of a damaged journal that was set aside; null: none
     */
    static RecoveredData restore(
            GatewayConfig config,
            GatewayClock clock,
            Counters counters,
            Latencies latencies,
            Consumer<String> log,
            FailStop failStop,
            JournalGap gap) {
        Dictionaries dictionaries = Dictionaries.ofJournal();
        OutputsLater later = new OutputsLater(clock);
        RecoveredShard shard = new RecoveredShard(later, config.functions());
        Recovery recovery = Recovery.into(shard.shard(), dictionaries);
        AlarmOutputs outputs = openOutputs(config, shard, clock, counters, latencies, log, failStop);
        later.use(outputs);
        SnapshotStore snapshots =
                new SnapshotFiles(config.snapshotDir(), config.snapshots().keep(), log, clock::wallNs);
        Restart restart = new Restart(config, recovery, shard.shard(), log);
        long startNs = System.nanoTime();
        long position = run(restart, snapshots, outputs, gap);
        long replayNs = System.nanoTime() - startNs;
        return new RecoveredData(dictionaries, shard, recovery, restart, snapshots, outputs, position, replayNs);
    }

    /** How long ago a record was received, by elapsed time. */
    long ageNs(GatewayClock clock, long position, long receivedNs) {
        return clock.elapsedNs() - (receivedNs - shard.shard().clockSteps().sumBeforeNs(position));
    }

    private static AlarmOutputs openOutputs(
            GatewayConfig config,
            RecoveredShard shard,
            GatewayClock clock,
            Counters counters,
            Latencies latencies,
            Consumer<String> log,
            FailStop failStop) {
        boolean isDurable = config.pipeline().alarmGate() == AlarmGate.DURABLE;
        return AlarmOutputs.open(
                config.alarmDir(),
                config.deadLetterDir(),
                config.name(),
                shard.shard().names(),
                config.sinks(),
                isDurable ? Delivery.WHEN_FORCED : Delivery.WHEN_LOGGED,
                counters,
                latencies,
                failStop,
                log,
                clock::wallNs);
    }

    private static long run(Restart restart, SnapshotStore snapshots, AlarmOutputs outputs, JournalGap gap) {
        try {
            return restart.run(snapshots, outputs, gap);
        } catch (RuntimeException | Error e) {
            outputs.abandon();
            throw e;
        }
    }
}
