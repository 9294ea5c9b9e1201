package io.tocsin.engine.board;

import io.tocsin.engine.plan.alarm.LifeCycle;
import io.tocsin.engine.result.AlarmState;
import io.tocsin.engine.result.ShelfKind;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.util.ArrayDeque;
import java.util.Deque;

/** The board's state of one alarm at one sensor. Times are elapsed time, epoch ns, where nothing else is said. */
final class AlarmEntry {
    /** Value of a time that is not set. */
    static final long NEVER = Long.MAX_VALUE;

    /** Earlier episodes that an entry remembers. */
    private static final int MAX_PAST = 8;

    private static final int TOLD = 1;
    private static final int FIRST = 2;
    private static final int SUPPRESSED = 4;
    private static final int OUT_OF_SERVICE = 8;
    private static final int HELD = 16;
    private static final int BY_DESIGN = 32;

    int ruleId;
    int sensorId;
    AlarmState state = AlarmState.NORMAL;
    int level = Levels.NONE;
    int acknowledgedLevel = Levels.NONE;
    int rungLevel = Levels.NONE;
    /** The least severe level since the episode waits for an acknowledgement. */
    int leastLevel = Levels.NONE;

    double value = Double.NaN;
    double limit = Double.NaN;
    boolean isHeld;
    /** The current episode, or the last one; null before the first. */
    Episode episode;

    /** Earlier episodes, the oldest first. */
    final Deque<Episode> past = new ArrayDeque<>();
    /** Whether the current episode has rung: its clear is told too. */
    boolean isTold;

    boolean isFirstInGroup;
    int unackedBefore;
    int reminderCount;
    int reminderLevel = Levels.NONE;
    /** When the alarm last rang, for reminders. */
    long rungNs = NEVER;
    /** When the alarm was acknowledged, for re-alarms. */
    long acknowledgedNs = NEVER;

    ShelfKind shelf = ShelfKind.NONE;
    long shelfUntilNs = NEVER;
    boolean isSuppressed;
    /** Whether another alarm suppresses this one. */
    boolean isSuppressedByDesign;

    boolean isOutOfService;
    /** Event time at which a silence that ended is settled. */
    long settledNs = NEVER;

    // From the plan.
    LifeCycle lifeCycle;
    long settleNs;
    /** Number of edits of the rule. */
    int revision;
    /** Key of the group, or null. */
    String group;

    /** The time under which the entry is queued. */
    long queuedNs = NEVER;

    AlarmEntry(int ruleId, int sensorId) {
        this.ruleId = ruleId;
        this.sensorId = sensorId;
    }

    static long key(int ruleId, int sensorId) {
        return (long) ruleId << Integer.SIZE | (sensorId & 0xFFFF_FFFFL);
    }

    long key() {
        return key(ruleId, sensorId);
    }

    /** Whether events do not ring. */
    boolean isSilent() {
        return shelf != ShelfKind.NONE || isSuppressed || isSuppressedByDesign || isOutOfService;
    }

    /** Whether the alarm waits for operators: it may ring again. */
    boolean isCalling() {
        return state == AlarmState.UNACKNOWLEDGED_ACTIVE
                || (state == AlarmState.ACKNOWLEDGED_ACTIVE && !lifeCycle.ackRequired());
    }

    /** The outcome of an input in the current state. */
    LifeCycleTable.Outcome outcome(AlarmInput input) {
        return LifeCycleTable.outcome(state, input, lifeCycle.latch(), lifeCycle.ackRequired());
    }

    /** When the alarm rings again after its acknowledgement. */
    long reAlarmNs() {
        boolean isDue = lifeCycle.reAlarmNs() > 0 && state == AlarmState.ACKNOWLEDGED_ACTIVE && acknowledgedNs != NEVER;
        return isDue ? acknowledgedNs + lifeCycle.reAlarmNs() : NEVER;
    }

    /** When the alarm reminds. */
    long remindNs() {
        boolean isDue = lifeCycle.remindNs() > 0 && isCalling() && rungNs != NEVER && !isSilent();
        return isDue ? rungNs + lifeCycle.remindNs() : NEVER;
    }

    /** The earliest time at which the clock changes the entry. */
    long dueNs() {
        return Math.min(shelfUntilNs, Math.min(reAlarmNs(), remindNs()));
    }

    boolean isSettling() {
        return settledNs != NEVER;
    }

    void begin(Episode next) {
        if (episode != null) {
            if (past.size() == MAX_PAST) {
                past.removeFirst();
            }
            past.addLast(episode);
        }
        episode = next;
    }

    /** Whether an episode is older than the current one: remembered, or older than all remembered ones. */
    boolean isOlder(Episode other) {
        return past.contains(other)
                || (past.size() == MAX_PAST
                        && other.raisedNs() < past.peekFirst().raisedNs());
    }

    void writeTo(StateOutput out) {
        out.putInt(ruleId);
        out.putInt(sensorId);
        out.putInt(state.code());
        out.putInt(level);
        out.putInt(acknowledgedLevel);
        out.putInt(rungLevel);
        out.putInt(leastLevel);
        out.putLong(Double.doubleToRawLongBits(value));
        out.putLong(Double.doubleToRawLongBits(limit));
        out.putInt((isTold ? TOLD : 0)
                | (isFirstInGroup ? FIRST : 0)
                | (isSuppressed ? SUPPRESSED : 0)
                | (isOutOfService ? OUT_OF_SERVICE : 0)
                | (isHeld ? HELD : 0)
                | (isSuppressedByDesign ? BY_DESIGN : 0));
        out.putInt(unackedBefore);
        out.putInt(reminderCount);
        out.putInt(reminderLevel);
        out.putLong(rungNs);
        out.putLong(acknowledgedNs);
        out.putInt(shelf.code());
        out.putLong(shelfUntilNs);
        out.putLong(settledNs);
        out.putInt(past.size() + (episode == null ? 0 : 1));
        for (Episode old : past) {
            write(out, old);
        }
        if (episode != null) {
            write(out, episode);
        }
    }

    static AlarmEntry read(StateInput in) {
        AlarmEntry entry = new AlarmEntry(in.getInt(), in.getInt());
        entry.state = AlarmState.ofCode(in.getInt());
        entry.level = in.getInt();
        entry.acknowledgedLevel = in.getInt();
        entry.rungLevel = in.getInt();
        entry.leastLevel = in.getInt();
        entry.value = Double.longBitsToDouble(in.getLong());
        entry.limit = Double.longBitsToDouble(in.getLong());
        int flags = in.getInt();
        entry.isTold = (flags & TOLD) != 0;
        entry.isFirstInGroup = (flags & FIRST) != 0;
        entry.isSuppressed = (flags & SUPPRESSED) != 0;
        entry.isOutOfService = (flags & OUT_OF_SERVICE) != 0;
        entry.isHeld = (flags & HELD) != 0;
        entry.isSuppressedByDesign = (flags & BY_DESIGN) != 0;
        entry.unackedBefore = in.getInt();
        entry.reminderCount = in.getInt();
        entry.reminderLevel = in.getInt();
        entry.rungNs = in.getLong();
        entry.acknowledgedNs = in.getLong();
        entry.shelf = ShelfKind.ofCode(in.getInt());
        entry.shelfUntilNs = in.getLong();
        entry.settledNs = in.getLong();
        for (int left = in.getInt(); left > 0; left--) {
            entry.begin(new Episode(in.getInt(), in.getLong(), in.getInt()));
        }
        return entry;
    }

    private static void write(StateOutput out, Episode episode) {
        out.putInt(episode.version());
        out.putLong(episode.raisedNs());
        out.putInt(episode.occurrence());
    }
}
