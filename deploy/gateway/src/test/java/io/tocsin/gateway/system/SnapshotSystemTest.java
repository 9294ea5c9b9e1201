package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.config.ConfigLoader;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.run.Gateway;
import io.tocsin.gateway.run.Replay;
import io.tocsin.persistence.journal.ChronicleJournalReader;
import io.tocsin.persistence.snapshot.SnapshotFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots carry the state over a journal whose beginning retention has deleted. */
class SnapshotSystemTest {
    private static final int READINGS = 1_500_000;
    private static final String CONFIG = """
            name: rate
            sources:
              - rate: {name: load, sensors: 500, perSecond: 0, seed: 7, limit: %d}
            time: {idleAfter: 1h}
            alarms:
              - {name: high, sensor: rate/+, type: limit, hi: 55, deadband: 1}
              - {name: gone, sensor: "#", type: missing, timeout: 1h, of: group}
            journal: {sync: 10ms, segmentSize: 1MiB, retention: {maxSize: 4MiB}}
            snapshots: {every: 100ms, keep: 2}
            sinks:
              log: {file: {path: alarms.jsonl}}
            """;

    @TempDir
    private Path directory;

    @Test
    void shouldGoOnFromASnapshotWhenTheBeginningOfTheJournalIsGone() throws Exception {
        GatewayRun run = new GatewayRun(directory);
        Gateway first = run.toTheEnd(CONFIG.formatted(READINGS));
        String digest = first.digest();

        GatewayConfig config = new ConfigLoader().load(directory.resolve("gateway.yaml"));
        SnapshotFiles snapshots = new SnapshotFiles(directory.resolve("data/snapshots"), 2, line -> {}, () -> 0);
        assertThat(snapshots.positions()).hasSize(2);
        try (ChronicleJournalReader reader =
                ChronicleJournalReader.open(config.journal().dir(), config.maxSensors(), torn -> {})) {
            assertThat(reader.firstPosition()).as("what retention has deleted").isPositive();
            assertThat(snapshots.positions()[0]).isGreaterThanOrEqualTo(reader.firstPosition());
            Replay replay = new Replay(config.plan(), config.maxSensors(), Replay.Range.ALL, event -> {});
            replay.run(reader, snapshots);
            assertThat(replay.shard().digest()).isEqualTo(digest);
        }

        Gateway again = run.toTheEnd(CONFIG.formatted(READINGS));
        assertThat(again.replayedCount()).isLessThan(READINGS);
        assertThat(again.sensorCount()).isEqualTo(500);
        assertThat(again.digest()).as("nothing new was read, nothing was lost").isEqualTo(digest);
    }
}
