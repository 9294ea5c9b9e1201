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
 * Configuration of a gateway: read from one file, checked, immutable.
 *
 * @param file the file it was read from
 * @param dataDir directory of journal, snapshots and alarm log
 * @param sources in the order of the file
 * @param plan the operators; names the same sources and sinks
 * @param idleAfter the plan's value and its origin
 * @param sinks in the order of the file
 * @param journal directory, durability and sizes of the journal
 * @param retention bounds of the journal
 * @param onDamage reaction of a start to a damaged journal
 * @param alarmLogRetention bounds of the alarm log
 * @param snapshots interval and number of snapshots
 * @param maxSensors the most sensors; readings of further ones are dropped
 * @param evictAfterNs silence after which a sensor that no rule selects may be evicted, ns; {@link Long#MAX_VALUE}:
 *     never
 * @param stateMemoryBytes greatest size of the sensors' state, bytes; null: the default
 * @param pipeline ring and threads of the engine
 * @param api the local API
 * @param commands operator actions over MQTT, or null
 * @param functions that the plan may name; none from a file
 * @param warnings settings that can be run but are probably mistakes, each one line that begins with the file's name
 * @param notes correct but unexpected settings, a line each
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
        ApiConfig api,
        CommandsConfig commands,
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
     * This configuration with a dataflow after its own streams.
     *
     * @throws IllegalArgumentException when a name is already used, or a sink does not exist
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
                api,
                commands,
                functions.with(dataflow.functions()),
                warnings,
                notes);
    }

    /** The gateway's name. */
    public String name() {
        return plan.gateway();
    }

    /** Directory of the automatic snapshots. */
    public Path snapshotDir() {
        return DataDirectory.snapshots(dataDir);
    }

    /** Directory of the savepoints. */
    public Path savepointDir() {
        return DataDirectory.savepoints(dataDir);
    }

    /** Directory of the sinks' undeliverable events. */
    public Path deadLetterDir() {
        return DataDirectory.deadLetters(dataDir);
    }

    /** Directory of the alarm log. */
    public Path alarmDir() {
        return DataDirectory.alarms(dataDir);
    }
}
