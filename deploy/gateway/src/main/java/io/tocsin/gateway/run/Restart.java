package io.tocsin.gateway.run;

import io.tocsin.alerts.AlarmOutputs;
import io.tocsin.alerts.Delivery;
import io.tocsin.alerts.log.RecoveryReport;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.journal.ResumePoint;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.operator.OperatorShard;
import io.tocsin.engine.pipeline.AlarmGate;
import io.tocsin.engine.pipeline.FailStop;
import io.tocsin.engine.pipeline.RecoveredShard;
import io.tocsin.engine.pipeline.Recovery;
import io.tocsin.engine.plan.PlanCodec;
import io.tocsin.engine.reading.SensorDictionary;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.persistence.journal.ChronicleJournal;
import io.tocsin.persistence.journal.ChronicleJournalReader;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Brings a gateway back: replays the journal into operators, dictionary and alarm log, opens the journal behind it, and
 * puts the configured plan in force when it differs from the last one. A first start is a restart from an empty journal.
 * One thread; the caller holds the lock of the data directory.
 */
final class Restart {
    private static final long DURABLE_PAUSE_NS = 100_000;

    private final GatewayConfig config;
    private final SensorDictionary dictionary;
    private final RecoveredShard recovered;
    private final Recovery recovery;
    private final AlarmOutputs outputs;
    private final long replayNs;
    private final Journal journal;

    Restart(
            GatewayConfig config,
            Counters counters,
            Latencies latencies,
            EpochNanoClock clock,
            FailStop failStop,
            Consumer<String> log) {
        this.config = config;
        this.dictionary = new SensorDictionary(config.maxSensors());
        AlarmOutputs[] target = new AlarmOutputs[1];
        this.recovered = new RecoveredShard(event -> target[0].onAlarm(event));
        OperatorShard shard = recovered.shard();
        this.outputs = AlarmOutputs.open(
                config.dataDir().resolve("alarms"),
                config.name(),
                shard.rules(),
                dictionary,
                config.sinks(),
                config.pipeline().alarmGate() == AlarmGate.DURABLE ? Delivery.WHEN_FORCED : Delivery.WHEN_LOGGED,
                counters,
                latencies,
                failStop,
                log,
                clock::nanoTime);
        target[0] = outputs;
        this.recovery = Recovery.into(shard, dictionary);
        long start = System.nanoTime();
        try (ChronicleJournalReader reader = ChronicleJournalReader.open(
                config.journal().dir(), config.maxSensors(), torn -> log.accept(torn.toString()))) {
            outputs.beginRecovery(reader.endPosition());
            recovery.replay(reader, reader.firstPosition());
        }
        report(outputs.endRecovery(), log);
        this.replayNs = System.nanoTime() - start;
        this.journal = ChronicleJournal.open(config.journal(), config.maxSensors(), failStop);
        putPlanInForce();
    }

    SensorDictionary dictionary() {
        return dictionary;
    }

    RecoveredShard recovered() {
        return recovered;
    }

    AlarmOutputs outputs() {
        return outputs;
    }

    Journal journal() {
        return journal;
    }

    long replayedCount() {
        return recovery.recordCount();
    }

    long replayNs() {
        return replayNs;
    }

    ResumePoint resumePoint(String sourceName) {
        return recovery.resumePoint(recovered.shard().sourceIndex(sourceName));
    }

    private static void report(RecoveryReport report, Consumer<String> log) {
        if (report.mismatches() > 0 || report.missing() > 0) {
            log.accept("alarm log: " + report.mismatches() + " events differ from what the journal gives, "
                    + report.missing() + " are missing; was the journal or the alarm log exchanged?");
        }
        if (report.orphans() > 0) {
            log.accept("alarm log: " + report.orphans()
                    + " events had left before a power cut took their readings; they keep their ids");
        }
    }

    private void putPlanInForce() {
        OperatorShard shard = recovered.shard();
        byte[] plan = PlanCodec.encode(config.plan());
        if (shard.plan() != null && Arrays.equals(plan, PlanCodec.encode(shard.plan()))) {
            return;
        }
        long position = journal.nextPosition();
        UnsafeBuffer body = new UnsafeBuffer(plan);
        journal.onControl(position, ControlKind.PLAN.code(), body, 0, plan.length);
        journal.commit();
        // Alarms of rules that go end here, and leave like every other event: behind their record.
        while (config.pipeline().alarmGate() == AlarmGate.DURABLE && journal.durablePosition() <= position) {
            journal.requestSync();
            LockSupport.parkNanos(DURABLE_PAUSE_NS);
        }
        shard.onControl(position, ControlKind.PLAN.code(), body, 0, plan.length);
    }
}
