package io.tocsin.gateway.restart;

import io.tocsin.alerts.AlarmOutputs;
import io.tocsin.alerts.log.RecoveryReport;
import io.tocsin.engine.admission.Dictionaries;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.journal.JournalDamageException;
import io.tocsin.engine.journal.JournalGap;
import io.tocsin.engine.journal.SnapshotStore;
import io.tocsin.engine.journal.SourceState;
import io.tocsin.engine.log.LineLog;
import io.tocsin.engine.pipeline.AlarmGate;
import io.tocsin.engine.pipeline.GatewayClock;
import io.tocsin.engine.pipeline.Recovery;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.plan.codec.PlanCodec;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.state.StateInput;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import io.tocsin.persistence.journal.read.JournalBounds;
import io.tocsin.persistence.journal.read.JournalVerifier;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Restores the state of a gateway: loads the newest whole snapshot and replays the later journal into operators,
 * dictionary and alarm log. If the alarm log has lost events, the fold begins at an older snapshot, or at the journal's
 * beginning, to decide them again. A first start is a restart from an empty journal. One thread; the caller holds the
 * lock of the data directory.
 */
public final class Restart {
    private static final long DURABLE_PAUSE_NS = 100_000;
    private static final long MICRO_NS = 1_000;
    private static final String STARTED = "the gateway has started";

    private final GatewayConfig config;
    private final Recovery recovery;
    private final JournalFold shard;
    private final Consumer<String> log;

    /**
     * @param recovery takes the state and the records
     * @param shard the one inside the recovery
     */
    public Restart(GatewayConfig config, Recovery recovery, JournalFold shard, Consumer<String> log) {
        this.config = config;
        this.recovery = recovery;
        this.shard = shard;
        this.log = log;
    }

    /**
     * Restores and replays.
     *
     * @param outputs gets every event of the replay and logs the missing ones
     * @param gap record to be journalled after a damaged journal was set aside, or null
     * @return the position at which the journal continues
     */
    public long run(SnapshotStore snapshots, AlarmOutputs outputs, JournalGap gap) {
        Path dir = config.journal().dir();
        JournalWitnesses witnesses = JournalWitnesses.hear(config.dataDir(), config.name());
        JournalVerifier.requireComplete(dir, note -> LineLog.warn(log, "journal: " + note));
        try (ChronicleJournalReader reader = ChronicleJournalReader.open(
                dir, Dictionaries.MAX_SENSORS, torn -> LineLog.warn(log, "journal: " + torn))) {
            JournalBounds journal = reader.bounds();
            witnesses.contradiction(journal).ifPresent(fault -> {
                throw new JournalDamageException("journal damaged: " + fault);
            });
            long base = chooseBase(snapshots, journal, outputs.firstMissing());
            if (base != SnapshotStore.NONE) {
                snapshots.restore(base, in -> recovery.readFrom(new StateInput(in)));
            }
            long start = base == SnapshotStore.NONE ? 0 : base;
            if (journal.isEmpty() && gap == null && base != SnapshotStore.NONE) {
                log.accept("journal: is empty; continuing from the snapshot at position " + base);
            }
            // delivered events decided after this state no longer belong to the fold
            outputs.beginRecovery(gap == null ? journal.endPosition() : gap.fromPosition(), shard.eventCount());
            if (!journal.isEmpty()) {
                recovery.replay(reader, start);
            }
            report(outputs.endRecovery());
            return journal.endPosition();
        }
    }

    /** Journals the gap, forces it, and then raises the alarm. */
    public void takeUpGap(Journal journal, JournalGap gap) {
        UnsafeBuffer body = new UnsafeBuffer(new byte[gap.encodedLength()]);
        gap.encode(body, 0);
        append(journal, ControlKind.GAP, body, journal::forcedPosition);
    }

    /**
     * Sets the clock to the end of the journal. If the clock is behind, a step is journalled.
     *
     * @return the step of the clock that was journalled, or null
     */
    public ClockStep takeUpClock(Journal journal, GatewayClock clock) {
        ClockStep step =
                clock.goOnFrom(shard.lastElapsedNs(), shard.clockSteps().sumNs());
        if (step != null) {
            UnsafeBuffer body = new UnsafeBuffer(new byte[ClockStep.LENGTH]);
            step.encode(body, 0);
            append(journal, ControlKind.CLOCK_STEP, body, gatePosition(journal));
        }
        return step;
    }

    /**
     * Puts the configured plan in force when it differs from the last one, as a record like any other.
     */
    public void putPlanInForce(Journal journal) {
        Plan old = shard.plan();
        byte[] plan = PlanCodec.encode(config.plan());
        if (old != null && Arrays.equals(plan, PlanCodec.encode(old))) {
            return;
        }
        UnsafeBuffer body = new UnsafeBuffer(plan);
        // check before journalling, because every later start needs the plan's functions
        new JournalFold(ResultHandler.NOTHING, config.functions())
                .onControl(0, ControlKind.PLAN.code(), body, 0, plan.length);
        PlanChange.lines(old, config.plan()).forEach(log);
        append(journal, ControlKind.PLAN, body, gatePosition(journal));
    }

    /**
     * Takes every broker as lost until its source has connected: no silence of a sensor is known before. A source that
     * was a broker in an earlier plan is taken as back. Once the plan is in force, before the first tick.
     */
    public void takeUpSources(Journal journal, GatewayClock clock) {
        for (SourceNode source : config.plan().sources()) {
            int index = shard.sourceIndex(source.name());
            if (source.tellsState() != shard.isSourceDown(index)) {
                ControlKind kind = source.tellsState() ? ControlKind.SOURCE_DOWN : ControlKind.SOURCE_UP;
                SourceState state = new SourceState(index, clock.wallNs() / MICRO_NS * MICRO_NS, STARTED);
                append(journal, kind, new UnsafeBuffer(state.encode()), gatePosition(journal));
            }
        }
    }

    /** Appends a record; its events are released after the record like all others. */
    private void append(Journal journal, ControlKind kind, UnsafeBuffer body, LongSupplier gate) {
        long position = journal.nextPosition();
        journal.onControl(position, kind.code(), body, 0, body.capacity());
        journal.commit();
        while (gate.getAsLong() <= position) {
            journal.requestSync();
            LockSupport.parkNanos(DURABLE_PAUSE_NS);
        }
        shard.onControl(position, kind.code(), body, 0, body.capacity());
    }

    private LongSupplier gatePosition(Journal journal) {
        return config.pipeline().alarmGate() == AlarmGate.DURABLE
                ? journal::durablePosition
                : journal::journalledPosition;
    }

    /**
     * Start of the fold: the newest whole snapshot that precedes all events missing in the alarm log; otherwise the
     * earliest possible start.
     *
     * @param firstMissing ordinal of the first event missing in the alarm log
     * @return position of a snapshot, or {@link SnapshotStore#NONE} for the journal's beginning
     */
    private long chooseBase(SnapshotStore snapshots, JournalBounds journal, long firstMissing) {
        if (journal.isEmpty()) {
            long newest = snapshots.newest(journal.endPosition(), (position, state) -> true);
            requireReached(journal, newest, newest);
            return newest;
        }
        BaseChoice choice = new BaseChoice(journal.firstPosition(), firstMissing);
        long base = snapshots.newest(journal.endPosition(), choice);
        if (base == SnapshotStore.NONE && journal.firstPosition() > 0) {
            base = choice.oldest;
            requireReached(journal, base, choice.behind);
        }
        if (base != choice.newest) {
            LineLog.warn(
                    log,
                    "alarm log: needs event " + firstMissing
                            + " and all later events again, so the start replays from "
                            + (base == SnapshotStore.NONE
                                    ? "the journal's beginning"
                                    : "the snapshot at position " + base)
                            + " instead of position " + choice.newest);
        }
        return base;
    }

    /** A journal that begins above 0 needs a snapshot at or after its beginning. */
    private void requireReached(JournalBounds journal, long base, long behind) {
        boolean isReached = base == SnapshotStore.NONE ? journal.firstPosition() == 0 : base >= journal.firstPosition();
        if (!isReached) {
            throw new JournalDamageException("journal damaged: it begins at position " + journal.firstPosition()
                    + (behind == SnapshotStore.NONE
                            ? " , and no whole snapshot exists"
                            : ", after the newest whole snapshot at " + behind)
                    + ", file=" + journal.begin().file() + ", offset=0, dir=" + config.dataDir());
        }
    }

    /** The usable snapshots. */
    private static final class BaseChoice implements SnapshotStore.Choice {
        private final long journalBegin;
        private final long firstMissing;
        /** The newest and the oldest usable snapshot */
        private long newest = SnapshotStore.NONE;

        private long oldest = SnapshotStore.NONE;
        /** The newest snapshot that is not usable */
        private long behind = SnapshotStore.NONE;

        BaseChoice(long journalBegin, long firstMissing) {
            this.journalBegin = journalBegin;
            this.firstMissing = firstMissing;
        }

        @Override
        public boolean takes(long position, InputStream state) {
            if (position < journalBegin) {
                behind = Math.max(behind, position);
                return false;
            }
            newest = Math.max(newest, position);
            oldest = position;
            return Recovery.eventCountOf(new StateInput(state)) <= firstMissing;
        }
    }

    private void report(RecoveryReport report) {
        if (report.orphans() > 0) {
            log.accept("alarm log: " + report.orphans()
                    + " events had been delivered before a power cut removed their readings; they keep their ids");
        }
    }
}
