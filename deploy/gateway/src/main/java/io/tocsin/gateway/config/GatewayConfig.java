package io.tocsin.gateway.config;

import io.tocsin.alerts.log.LogRetention;
import io.tocsin.alerts.sink.SinkConfig;
import io.tocsin.engine.dataflow.Dataflow;
import io.tocsin.engine.function.Functions;
import io.tocsin.engine.pipeline.PipelineConfig;
import io.tocsin.engine.plan.Plan;
import io.tocsin.gateway.config.schema.OnDamage;
import io.tocsin.gateway.datadir.DataDirectory;
import io.tocsin.persistence.journal.JournalConfig;
import io.tocsin.persistence.journal.RetentionPolicy;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything a gateway is told: read from one file, checked, immutable.
 *
 * @param file the file it was read from
 * @param dataDir where journal and alarm log are
 * @param sources in the order of the file
 * @param plan what to do with the readings; names the same sources and sinks
 * @param idleAfter what the plan says of it, and where that comes from
 * @param sinks in the order of the file
 * @param journal where and how readings are kept
 * @param retention how long readings are kept
 * @param onDamage what a start does with a journal that cannot be believed
 * @param alarmLogRetention how long alarm events and rows are kept
 * @param snapshots how the state is saved
 * @param maxSensors the most sensors; readings of further ones are dropped
 * @param evictAfterNs how long a sensor that nothing watches must have been silent to make room for another, ns; {@link
 *     Long#MAX_VALUE}: it never does
 * @param stateMemoryBytes the most bytes of the sensors' state; null: by default
 * @param pipeline how the engine is laid out
 * @param functions that the plan may name; none from a file
 * @param warnings what can be run and is probably not meant, each one line that begins with the file's name
 * @param notes what is as it should be and yet not expected, a line each
 */
public record GatewayConfig(
        Path file,
        Path dataDir,
        List<SourceConfig> sources,
        Plan plan,
        IdleAfter idleAfter,
        List<SinkConfig> sinks,
        JournalConfig journal,
        RetentionPolicy retention,
        OnDamage onDamage,
        LogRetention alarmLogRetention,
        SnapshotConfig snapshots,
        int maxSensors,
        long evictAfterNs,
        Long stateMemoryBytes,
        PipelineConfig pipeline,
        Functions functions,
        List<String> warnings,
        List<String> notes) {
    public GatewayConfig {
        sources = List.copyOf(sources);
        sinks = List.copyOf(sinks);
        warnings = List.copyOf(warnings);
        notes = List.copyOf(notes);
    }

    /**
     * This configuration and a dataflow behind its own streams.
     *
     * @throws IllegalArgumentException when a name is taken, or a sink is not there
     */
    public GatewayConfig with(Dataflow dataflow) {
        Plan whole = dataflow.addTo(plan);
        IdleAfter ofWhole = idleAfter.isDefault() ? IdleAfter.of(whole.alarms()) : idleAfter;
        return new GatewayConfig(
                file,
                dataDir,
                sources,
                whole.withIdleAfter(ofWhole.ns()),
                ofWhole,
                sinks,
                journal,
                retention,
                onDamage,
                alarmLogRetention,
                snapshots,
                maxSensors,
                evictAfterNs,
                stateMemoryBytes,
                pipeline,
                functions.with(dataflow.functions()),
                warnings,
                notes);
    }

    /** The gateway's name. */
    public String name() {
        return plan.gateway();
    }

    /** Where the automatic snapshots are. */
    public Path snapshotDir() {
        return DataDirectory.snapshots(dataDir);
    }

    /** Where the savepoints are. */
    public Path savepointDir() {
        return DataDirectory.savepoints(dataDir);
    }

    /** Where sinks put what they can never deliver. */
    public Path deadLetterDir() {
        return DataDirectory.deadLetters(dataDir);
    }

    /** Where the alarm log is. */
    public Path alarmDir() {
        return DataDirectory.alarms(dataDir);
    }
}
