package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.result.ResultHandler;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.run.Gateway;
import io.tocsin.gateway.run.Replay;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import io.tocsin.persistence.snapshot.SnapshotFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway with several shards decides the same as the replay of its journal in one shard, across restarts with other
 * numbers of shards.
 */
class ShardsSystemTest {
    private static final int READINGS = 200_000;
    private static final String CONFIG = """
            name: rate
            sources:
              - rate: {name: load, sensors: 200, perSecond: 0, seed: 7, limit: %d}
            streams:
              - {name: mean, from: rate/+, window: {type: tumbling, size: 20ms}, aggregates: [avg, max], sinks: [rows]}
              - {name: all, from: "mean/+/+/avg", groupBy: "{1}", window: {type: tumbling, size: 40ms}, aggregates: [max],
                 sinks: [rows]}
            alarms:
              - {name: high, sensor: rate/+, type: limit, hi: 55, deadband: 1}
              - {name: hot, sensor: "all/#", type: limit, hi: 50, deadband: 1}
              - {name: gone, sensor: "#", type: missing, timeout: 1h, of: group}
            engine: {shards: %d}
            snapshots: {every: 100ms}
            sinks:
              log: {file: {path: alarms.jsonl}}
              rows: {file: {path: rows.jsonl}}
            """;

    @TempDir
    private Path directory;

    @Test
    void shouldGiveWhatOneShardGives() throws Exception {
        GatewayRun run = new GatewayRun(directory);
        run.toTheEnd(CONFIG.formatted(READINGS / 3, 3));
        run.toTheEnd(CONFIG.formatted(READINGS / 2, 1));
        Gateway last = run.toTheEnd(CONFIG.formatted(READINGS, 4));

        GatewayConfig config = new ConfigLoader().load(directory.resolve("gateway.yaml"));
        SnapshotFiles snapshots = new SnapshotFiles(directory.resolve("data/rate/snapshots"), 2, line -> {}, () -> 0);
        Replay replay = new Replay(config.plan(), Replay.Range.ALL, ResultHandler.NOTHING);
        try (ChronicleJournalReader reader =
                ChronicleJournalReader.open(config.journal().dir(), config.maxSensors(), torn -> {})) {
            replay.run(reader, snapshots);
        }
        assertThat(last.outputDigest()).isEqualTo(replay.shard().outputDigest());
        assertThat(Files.readAllLines(directory.resolve("alarms.jsonl"))).anyMatch(line -> line.contains("\"hot\""));
        assertThat(Files.readAllLines(directory.resolve("rows.jsonl"))).anyMatch(line -> line.contains("\"all\""));
    }
}
