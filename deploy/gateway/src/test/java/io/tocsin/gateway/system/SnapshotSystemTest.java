package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.port.RecordAges;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.restart.Savepoints;
import io.tocsin.gateway.run.Gateway;
import io.tocsin.gateway.run.Replay;
import io.tocsin.persistence.journal.Retention;
import io.tocsin.persistence.journal.RetentionPolicy;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import io.tocsin.persistence.snapshot.SnapshotFile;
import io.tocsin.persistence.snapshot.SnapshotFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots carry the state over a journal whose beginning retention has deleted. */
class SnapshotSystemTest {
    private static final int READINGS = 1_500_000;
    private static final long DIGEST_EVERY = 50_000;
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
        // Every stop leaves a snapshot: the older of the two that are kept is far from the beginning on any machine.
        run.toTheEnd(CONFIG.formatted(READINGS / 3));
        run.toTheEnd(CONFIG.formatted(READINGS / 2));
        Gateway first = run.toTheEnd(CONFIG.formatted(READINGS));
        String digest = first.digest();

        GatewayConfig config = new ConfigLoader().load(directory.resolve("gateway.yaml"));
        SnapshotFiles snapshots = new SnapshotFiles(directory.resolve("data/rate/snapshots"), 2, line -> {}, () -> 0);
        assertThat(snapshots.positions()).hasSize(2);
        try (ChronicleJournalReader reader =
                ChronicleJournalReader.open(config.journal().dir(), config.maxSensors(), torn -> {})) {
            assertThat(reader.firstPosition()).as("what retention has deleted").isPositive();
            assertThat(snapshots.positions()[0]).isGreaterThanOrEqualTo(reader.firstPosition());
            Replay replay = new Replay(config.plan(), Replay.Range.ALL, event -> {});
            replay.run(reader, snapshots);
            assertThat(replay.shard().digest()).isEqualTo(digest);
        }

        Gateway again = run.toTheEnd(CONFIG.formatted(READINGS));
        assertThat(again.replayedCount()).isLessThan(READINGS);
        assertThat(again.sensorCount()).isEqualTo(500);
        assertThat(again.digest()).as("nothing new was read, nothing was lost").isEqualTo(digest);
    }

    @Test
    void shouldPrintTheDigestsOfTheWholeJournalWhenItsBeginningIsGone() throws Exception {
        new GatewayRun(directory).toTheEnd(CONFIG.formatted(READINGS).replace("4MiB", "1GiB"));
        GatewayConfig config = new ConfigLoader().load(directory.resolve("gateway.yaml"));
        SnapshotFiles snapshots = new SnapshotFiles(directory.resolve("data/rate/snapshots"), 100, line -> {}, () -> 0);

        Map<Long, String> whole = new TreeMap<>();
        Replay wholeReplay = replay(config, config.plan(), snapshots, whole);
        assertThat(wholeReplay.beganAt()).isZero();

        for (long position : snapshots.positions()) {
            Files.delete(snapshots.file(position));
        }
        long kept = READINGS / 2;
        Savepoints savepoints = new Savepoints(config, line -> {}, () -> 0);
        savepoints.create("half", kept);
        SnapshotFile.copy(savepoints.files().file("half"), snapshots.file(kept));
        Retention.apply(config.journal().dir(), new RetentionPolicy(1, 1), kept, RecordAges.at(Long.MAX_VALUE));
        Map<Long, String> shortened = new TreeMap<>();
        Replay shortenedReplay = replay(config, config.plan(), snapshots, shortened);

        assertThat(shortenedReplay.beganAt()).isEqualTo(kept);
        assertThat(shortenedReplay.beganUnderOtherRules()).isFalse();
        assertThat(shortened).isNotEmpty().hasSizeLessThan(whole.size());
        assertThat(whole).containsAllEntriesOf(shortened);
        Plan none = new Plan("rate", config.plan().sources(), config.plan().idleAfterNs(), List.of(), List.of());
        assertThat(replay(config, none, snapshots, new TreeMap<>()).beganUnderOtherRules())
                .isTrue();
    }

    private static Replay replay(GatewayConfig config, Plan plan, SnapshotFiles snapshots, Map<Long, String> digests) {
        Replay replay = new Replay(plan, Replay.Range.ALL, event -> {});
        replay.every(
                DIGEST_EVERY,
                (position, timeNs) -> digests.put(position, replay.shard().digest()));
        try (ChronicleJournalReader reader =
                ChronicleJournalReader.open(config.journal().dir(), config.maxSensors(), torn -> {})) {
            replay.run(reader, snapshots);
        }
        return replay;
    }
}
