package io.tocsin.gateway.trial;

import io.tocsin.engine.admission.Dictionaries;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.notice.UnmatchedSelectors;
import io.tocsin.gateway.run.Replay;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import io.tocsin.persistence.snapshot.SnapshotFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Evaluates the rules of a configuration over a journal, as a replay does, and counts the alarms of its last minutes.
 * The state of a rule depends on earlier readings, so the evaluation begins with the oldest record. Changes nothing;
 * the journal may be one that a gateway is writing. One thread.
 */
public final class Trial {
    /** The whole journal, as a length of time */
    public static final long WHOLE = Long.MAX_VALUE;

    private final GatewayConfig config;
    private final ChronicleJournalReader reader;
    private final SnapshotFiles snapshots;
    private final long endNs;

    private Trial(GatewayConfig config, ChronicleJournalReader reader, SnapshotFiles snapshots, long endNs) {
        this.config = config;
        this.reader = reader;
        this.snapshots = snapshots;
        this.endNs = endNs;
    }

    /** Counts of one evaluation. */
    public static final class Outcome {
        private final HeardSensors heard;
        private final AlarmCounts counts;
        private final List<String> ruleLines;
        private final List<String> notes;

        private Outcome(HeardSensors heard, AlarmCounts counts, List<String> ruleLines, List<String> notes) {
            this.heard = heard;
            this.counts = counts;
            this.ruleLines = ruleLines;
            this.notes = notes;
        }

        /** Readings of the last minutes. */
        public long readingCount() {
            return heard.readingCount();
        }

        /** Sensors with such a reading. */
        public int sensorCount() {
            return heard.sensorIds().cardinality();
        }

        /** Alarms that were raised in the last minutes. */
        public long alarmCount() {
            return counts.raised();
        }

        /** The alarms of each rule with examples, for people. */
        public List<String> ruleLines() {
            return ruleLines;
        }

        /** Selectors of rules and streams that match no sensor of the journal, a line each. */
        public List<String> notes() {
            return notes;
        }
    }

    /**
     * Opens a journal; null when it has no reading.
     *
     * @param dir of the journal, with the snapshots beside it
     * @param notes takes lines about snapshots that cannot be used
     * @throws io.tocsin.engine.journal.JournalException when the journal is damaged
     */
    public static Trial open(GatewayConfig config, Path dir, Consumer<String> notes) {
        if (!Files.isDirectory(dir)) {
            return null;
        }
        // an unfinished end is usual: a running gateway may be writing it
        ChronicleJournalReader reader = ChronicleJournalReader.open(dir, Dictionaries.MAX_SENSORS, unfinished -> {});
        long endNs = JournalEnd.timeNs(reader);
        SnapshotFiles snapshots = new SnapshotFiles(dir.resolveSibling("snapshots"), 1, notes, () -> 0);
        return endNs == JournalEnd.NO_TIME ? null : new Trial(config, reader, snapshots, endNs);
    }

    /** Receive time of the last record, epoch ns. */
    public long endNs() {
        return endNs;
    }

    /** Position after the last record. */
    public long endPosition() {
        return reader.endPosition();
    }

    /**
     * Evaluates the rules.
     *
     * @param lastNs length of the part that counts, ns, by receive time; or {@link #WHOLE}
     * @param listenedNs how long sensors could speak, ns, for rules that need longer; or {@link #WHOLE}
     * @param recordCount records between two milestones
     */
    public Outcome run(long lastNs, long listenedNs, long recordCount, Replay.Milestone milestone) {
        long fromNs = lastNs == WHOLE ? Long.MIN_VALUE : endNs - lastNs;
        HeardSensors heard = new HeardSensors(reader, fromNs);
        AlarmCounts counts = new AlarmCounts(config.plan().alarms(), fromNs);
        Replay replay = new Replay(config.plan(), config.functions(), Replay.Range.ALL, counts);
        if (config.idleAfter().isDefault()) {
            replay.withDefaultIdleAfter();
        }
        counts.names(config.name(), replay.names());
        replay.every(recordCount, milestone);
        replay.run(heard, snapshots);
        RuleLines rules = new RuleLines(config.plan(), heard, replay.names(), replay.knownSensors(), listenedNs);
        return new Outcome(
                heard,
                counts,
                rules.lines(counts),
                new UnmatchedSelectors(config.plan(), replay.knownSensors()).lines());
    }
}
