package io.tocsin.gateway.run;

import io.tocsin.engine.admission.Dictionaries;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.function.Functions;
import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.JournalGap;
import io.tocsin.engine.journal.JournalReader;
import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.engine.pipeline.Recovery;
import io.tocsin.engine.plan.Edition;
import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.codec.PlanCodec;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.ResultNames;
import io.tocsin.engine.result.StreamRowFlyweight;
import io.tocsin.engine.state.StateInput;
import io.tocsin.gateway.config.IdleAfter;
import io.tocsin.gateway.notice.KnownSensors;
import io.tocsin.ingest.tally.StepsBack;
import io.tocsin.persistence.snapshot.SnapshotFile;
import io.tocsin.persistence.snapshot.SnapshotFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Runs a journal through given rules instead of the recorded ones, at full speed, and changes nothing. One thread.
 *
 * <p>The fold always starts at the beginning, because state depends on earlier readings; {@code from} limits the
 * reported results, {@code to} ends the fold.
 */
public final class Replay implements RecordHandler, ResultHandler {
    /**
     * Range of the journal. A record belongs to the range by position or by receive time.
     *
     * @param fromPosition first position, 0 = the beginning
     * @param toPosition one more than the last position, {@code Long.MAX_VALUE} = the end
     * @param fromNs first receive time, epoch ns, {@code Long.MIN_VALUE} = the beginning
     * @param toNs last receive time, epoch ns, {@code Long.MAX_VALUE} = the end
     */
    public record Range(long fromPosition, long toPosition, long fromNs, long toNs) {
        public static final Range ALL = new Range(0, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Listener for milestones of the fold. */
    @FunctionalInterface
    public interface Milestone {
        /**
         * @param position every record below it has been folded
         * @param receiveTimeNs of the last reading or tick, epoch ns; {@link #NO_TIME} before the first
         */
        void reached(long position, long receiveTimeNs);
    }

    /** Time before the first reading or tick. */
    public static final long NO_TIME = Long.MIN_VALUE;

    private record Stride(long recordCount, Milestone milestone) {}

    private final Plan plan;
    private final Range range;
    private final ResultHandler results;
    private final JournalFold shard;
    private final Dictionaries dictionaries;
    private final Recovery recovery;
    private final List<Stride> strides = new ArrayList<>();
    private long nextMilestone = Long.MAX_VALUE;
    private boolean idleAfterIsDefault;
    private long beganAt;
    private boolean beganUnderOtherRules;
    private long readingCount;
    private long firstReceiveNs = NO_TIME;
    private long lastReceiveNs = NO_TIME;
    private long latestReceiveNs = NO_TIME;
    private boolean ended;
    private final StepsBack steps = new StepsBack();

    /**
     * @param plan the rules to run
     * @param results gets the events and rows of the range
     */
    public Replay(Plan plan, Range range, ResultHandler results) {
        this(plan, Functions.NONE, range, results);
    }

    /**
     * As the other constructor, with functions that the plan may name.
     *
     * @throws io.tocsin.engine.function.FunctionException from {@link #run} when it needs others
     */
    public Replay(Plan plan, Functions functions, Range range, ResultHandler results) {
        this.shard = new JournalFold(this, functions);
        this.plan = plan;
        this.range = range;
        this.results = results;
        this.dictionaries = Dictionaries.ofJournal();
        this.recovery = Recovery.into(shard, dictionaries);
    }

    /**
     * Marks the given plan's {@code idleAfter} as a default: if the journal's plan has the default of its edition, the
     * rules count as equal.
     */
    public Replay withDefaultIdleAfter() {
        idleAfterIsDefault = true;
        return this;
    }

    /**
     * Registers a listener for every position that is a multiple of a number of records, wherever the fold began.
     *
     * @param recordCount between two milestones, at least 1
     */
    public Replay every(long recordCount, Milestone milestone) {
        if (recordCount < 1) {
            throw new IllegalArgumentException("milestones are at least a record apart, recordCount=" + recordCount);
        }
        strides.add(new Stride(recordCount, milestone));
        return this;
    }

    /**
     * Reads the journal. If retention has deleted its beginning, the fold starts with the oldest usable snapshot; rules
     * that the snapshot does not know start afresh there.
     *
     * @param snapshots of the gateway whose journal it is
     * @throws JournalException when the beginning is deleted and no snapshot can replace it
     */
    public void run(JournalReader reader, SnapshotFiles snapshots) {
        beganAt = reader.firstPosition() == 0 ? 0 : restoreOldest(reader, snapshots);
        nextMilestone = milestoneBehind(beganAt);
        reader.read(beganAt, Math.min(reader.endPosition(), range.toPosition()), this);
    }

    /** First position of the fold: 0, or the position of the snapshot that replaces the deleted beginning. */
    public long beganAt() {
        return beganAt;
    }

    /**
     * Whether the snapshot was taken under other rules than the given ones, so that state, digests and results differ
     * from those of a replay of the whole journal. If it was not, they are equal, provided the rules never changed
     * before the snapshot.
     */
    public boolean beganUnderOtherRules() {
        return beganUnderOtherRules;
    }

    /** Whether the current record is at or after the range's beginning. */
    public boolean isInRange(long position) {
        return position > range.fromPosition() && latestReceiveNs >= range.fromNs();
    }

    /** Readings folded. */
    public long readingCount() {
        return readingCount;
    }

    /** Time from the receipt of the first folded reading or tick to that of the last, ns; 0 when there was none. */
    public long receiveSpanNs() {
        return firstReceiveNs == NO_TIME ? 0 : latestReceiveNs - firstReceiveNs;
    }

    /** Records folded. */
    public long recordCount() {
        return recovery.recordCount();
    }

    /** Readings that are older than an earlier reading of their sensor. */
    public StepsBack steps() {
        return steps;
    }

    /** The names of all sensors of the journal and of all derived sensors. */
    public KnownSensors knownSensors() {
        return new KnownSensors(dictionaries.sensors(), shard);
    }

    /** The fold: counts and digest. */
    public JournalFold shard() {
        return shard;
    }

    /** Names for the ids in events and rows. */
    public ResultNames names() {
        return shard.names();
    }

    @Override
    public void onReading(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        if (isInTime(receiveTimeNs)) {
            long newestNs = shard.view().newestEventTimeNs(sensorId);
            if (eventTimeNs < newestNs) {
                steps.noteStep(sensorId, newestNs - eventTimeNs);
            }
            recovery.onReading(position, sensorId, eventTimeNs, receiveTimeNs, value, quality, flags);
            readingCount++;
            folded(position);
        }
    }

    @Override
    public void onTick(long position, long clockNs) {
        if (isInTime(clockNs)) {
            recovery.onTick(position, clockNs);
            folded(position);
        }
    }

    @Override
    public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
        if (ended) {
            return;
        }
        if (kind == ControlKind.PLAN.code()) {
            byte[] given = PlanCodec.encode(givenRulesFor(PlanCodec.decode(buffer, offset)));
            recovery.onControl(position, kind, new UnsafeBuffer(given), 0, given.length);
        } else {
            if (kind == ControlKind.CLOCK_STEP.code()) {
                latestReceiveNs = ClockStep.decode(buffer, offset, length).toNs();
            } else if (kind == ControlKind.GAP.code()) {
                latestReceiveNs = Math.max(
                        latestReceiveNs,
                        JournalGap.decode(buffer, offset, length).atNs());
            }
            recovery.onControl(position, kind, buffer, offset, length);
        }
        folded(position);
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        if (isReported(event.position())) {
            results.onAlarm(event);
        }
    }

    @Override
    public void onRow(StreamRowFlyweight row) {
        if (isReported(row.position())) {
            results.onRow(row);
        }
    }

    private boolean isReported(long position) {
        return position >= range.fromPosition() && latestReceiveNs >= range.fromNs();
    }

    private long restoreOldest(JournalReader reader, SnapshotFiles snapshots) {
        for (long position : snapshots.positions()) {
            Path file = snapshots.file(position);
            if (position >= reader.firstPosition() && SnapshotFile.fault(file) == null) {
                SnapshotFile.read(file, in -> recovery.readFrom(new StateInput(in)));
                Plan givenPlan = givenRulesFor(shard.plan());
                beganUnderOtherRules = !hasRulesOf(givenPlan, shard.plan());
                byte[] given = PlanCodec.encode(givenPlan);
                recovery.onControl(position, ControlKind.PLAN.code(), new UnsafeBuffer(given), 0, given.length);
                return position;
            }
        }
        throw new JournalException("the journal begins at position " + reader.firstPosition()
                + " , and no whole snapshot from there on exists");
    }

    /**
     * Combines the journal's sources, so that its records keep their meaning, with the given rules. If the rules are
     * the journal's own, its edition is kept too, so that the replay repeats the recorded decisions.
     */
    private Plan givenRulesFor(Plan recorded) {
        boolean isFirst = !recorded.edition().includes(Edition.SECOND);
        boolean isDefaultOfFirst = isFirst && idleAfterIsDefault && recorded.idleAfterNs() == IdleAfter.LONGEST_NS;
        Plan given = isDefaultOfFirst ? plan.withIdleAfter(IdleAfter.LONGEST_NS) : plan;
        boolean isSame = hasRulesOf(given, recorded);
        return new Plan(
                plan.gateway(),
                recorded.sources(),
                isSame ? given.idleAfterNs() : plan.idleAfterNs(),
                plan.scope(),
                plan.streams(),
                plan.alarms(),
                plan.sinks(),
                isSame ? recorded.edition() : plan.edition(),
                plan.resetAfterNs(),
                isSame ? recorded.maxDerived() : plan.maxDerived(),
                isSame && recorded.lifeCycles().isEmpty() ? Map.of() : plan.lifeCycles());
    }

    private static boolean hasRulesOf(Plan plan, Plan other) {
        return plan.idleAfterNs() == other.idleAfterNs()
                && plan.scope() == other.scope()
                && (plan.resetAfterNs() == other.resetAfterNs()
                        || !other.edition().includes(Edition.SECOND))
                && detections(plan).equals(detections(other));
    }

    private static List<OperatorNode> detections(Plan plan) {
        return plan.operators().stream().map(OperatorNode::detection).toList();
    }

    private boolean isInTime(long receiveTimeNs) {
        ended |= receiveTimeNs > range.toNs();
        if (ended) {
            return false;
        }
        lastReceiveNs = receiveTimeNs;
        latestReceiveNs = Math.max(latestReceiveNs, receiveTimeNs);
        if (firstReceiveNs == NO_TIME) {
            firstReceiveNs = receiveTimeNs;
        }
        return true;
    }

    private void folded(long position) {
        if (position + 1 >= nextMilestone) {
            milestone(position + 1);
        }
    }

    private void milestone(long position) {
        for (Stride stride : strides) {
            if (position % stride.recordCount == 0) {
                stride.milestone.reached(position, lastReceiveNs);
            }
        }
        nextMilestone = milestoneBehind(position);
    }

    private long milestoneBehind(long position) {
        long next = Long.MAX_VALUE;
        for (Stride stride : strides) {
            next = Math.min(next, (position / stride.recordCount + 1) * stride.recordCount);
        }
        return next;
    }
}
