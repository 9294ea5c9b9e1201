package io.tocsin.engine.board;

import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.JournalClock;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.result.AlarmState;
import io.tocsin.engine.result.EventCause;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.ShelfKind;
import io.tocsin.engine.result.StreamRowFlyweight;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The alarm board: takes the events of the rules in the order of decision, the actions of operators and the journal's
 * clock, keeps one state for each alarm and sensor, and decides what rings. Events of alarms without a life cycle pass
 * unchanged.
 *
 * <p>All input is from the journal, and in the journal's order in any number of shards, so a replay has the same
 * states and events. Engine thread. A reading that changes no alarm costs a comparison ({@link #isDue}); only changes
 * of alarms allocate.
 */
public final class Board implements ResultHandler {
    private final JournalClock clock;
    private final BoardNames names;
    private final Entries entries = new Entries();
    private final Groups groups = new Groups();
    private final Suppressions suppressions;
    private final BoardPlan plan;
    private final BoardEvents events;
    private final Rings rings;
    private final BoardActions actions;

    public Board(JournalClock clock, BoardNames names) {
        this.clock = clock;
        this.names = names;
        this.suppressions = new Suppressions(names);
        this.plan = new BoardPlan(names, entries, groups, suppressions);
        this.events = new BoardEvents(clock);
        this.rings = new Rings(clock, names, entries, events);
        this.actions = new BoardActions(rings, plan, names, entries, events);
    }

    /**
     * Connects the board.
     *
     * @param emitter numbers the events
     * @param results receives all events and rows
     */
    public void connect(EventEmitter emitter, ResultHandler results) {
        events.connect(emitter, results);
    }

    /** Whether a rule of the current plan has a life cycle. */
    public boolean hasLifeCycle(int ruleId) {
        return plan.rule(ruleId) != null;
    }

    /** The event time of an alarm's sensor now, as if no reading were under way, epoch ns. */
    public long eventTimeNs(int ruleId, int sensorId, long elapsedNs) {
        return names.eventTimeNs(ruleId, sensorId, elapsedNs);
    }

    /** Begins a change of plan, before operators close; the ids are those of the plan's operators. */
    public void beginPlan(Plan next, int[] nodeIds) {
        plan.begin(next, nodeIds);
    }

    /** Ends a change of plan: entries of changed rules go to their next version. */
    public void endPlan(long position, long receivedNs) {
        List<AlarmEntry> changed = plan.end();
        if (!changed.isEmpty()) {
            events.begin(position, receivedNs);
            suppress(changed, receivedNs);
        }
    }

    /**
     * Whether the clock changes something before a record of this receive time. Always true when the plan suppresses
     * alarms by others, because a silence may end at any record then, and settling needs the sensors' times of that
     * record.
     */
    public boolean isDue(long receivedNs) {
        return clock.elapsedNs(receivedNs) > entries.attentionNs();
    }

    /** Whether the clock changes something at some time. */
    public boolean hasDeadline() {
        return entries.dueNs() != AlarmEntry.NEVER;
    }

    /** The earliest elapsed time at which a tick changes something. */
    public long nextTickDueNs() {
        return rings.nextTickDueNs();
    }

    /** Changes sensors' clocks: what settles keeps the time that is left. */
    public void whileClocksChange(long beforeNs, Runnable change, long afterNs) {
        rings.whileClocksChange(beforeNs, change, afterNs);
    }

    /** Advances the journal's clock to a record that is no reading. */
    public void onClock(long position, long receivedNs) {
        onClock(position, receivedNs, BoardNames.UNKNOWN, Long.MIN_VALUE);
    }

    /**
     * Advances the journal's clock to a record, before the record is folded.
     *
     * @param sensorId of the reading
     * @param eventTimeNs of the reading
     */
    public void onClock(long position, long receivedNs, int sensorId, long eventTimeNs) {
        events.begin(position, receivedNs);
        rings.advance(sensorId, eventTimeNs);
    }

    @Override
    public void onRow(StreamRowFlyweight row) {
        events.next().onRow(row);
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        BoardRule rule = plan.rule(event.ruleId());
        if (rule == null) {
            events.next().onAlarm(event);
            return;
        }
        events.begin(event.position(), event.receivedNs());
        AlarmEntry entry = plan.entry(rule, event.sensorId());
        int levelBefore = entry.level;
        boolean wasActive = entry.state.isActive();
        boolean wasHeld = entry.isHeld;
        entry.value = event.value();
        entry.limit = event.limit();
        entry.isHeld = event.isHeld();
        switch (event.kind()) {
            case RAISED -> raise(event, entry);
            case LEVEL_CHANGED -> changeLevel(event, entry, levelBefore, wasHeld);
            case CLEARED -> clear(event, entry);
            default -> throw new IllegalStateException("no event of a rule, kind=" + event.kind());
        }
        entries.changed(entry);
        if (wasActive != entry.state.isActive() && suppressions.isUsed()) {
            suppress(suppressions.onChange(rule, entry, !wasActive), event.timeNs());
        }
    }

    /** Begins or ends the suppression by design of entries. */
    private void suppress(List<AlarmEntry> changed, long timeNs) {
        for (AlarmEntry entry : changed) {
            entry.isSuppressedByDesign = !entry.isSuppressedByDesign;
            events.because(EventCause.DESIGN);
            if (entry.isSuppressedByDesign) {
                rings.onSilence(entry);
                events.emit(AlarmEventKind.SUPPRESSED, entry, timeNs, false);
            } else {
                events.emit(AlarmEventKind.UNSUPPRESSED, entry, timeNs, false);
                rings.onSound(entry);
            }
            entries.changed(entry);
        }
    }

    private void raise(AlarmEventFlyweight event, AlarmEntry entry) {
        if (entry.state.isUnacknowledged()) {
            entry.unackedBefore++;
        }
        LifeCycleTable.Outcome outcome = entry.outcome(AlarmInput.RAISE);
        begin(event, entry);
        entry.state = outcome.next();
        groups.onActive(entry);
        boolean isRinging = outcome.rings() && !entry.isSilent();
        if (isRinging) {
            rings.ring(entry, events.elapsedNs());
        }
        entry.acknowledgedNs = entry.lifeCycle.ackRequired() ? AlarmEntry.NEVER : events.elapsedNs();
        events.pass(event, entry, isRinging);
    }

    private void begin(AlarmEventFlyweight event, AlarmEntry entry) {
        entry.begin(new Episode(names.version(event.ruleId()), event.raisedNs(), event.occurrence()));
        entry.level = event.levelCode();
        entry.leastLevel = event.levelCode();
        entry.acknowledgedLevel = Levels.NONE;
        entry.rungLevel = Levels.NONE;
        entry.isTold = false;
        entry.reminderCount = 0;
        entry.rungNs = AlarmEntry.NEVER;
        entry.settledNs = AlarmEntry.NEVER;
    }

    private void changeLevel(AlarmEventFlyweight event, AlarmEntry entry, int before, boolean wasHeld) {
        if (!entry.state.isActive()) {
            // The episode began before its rule had a life cycle: it rang then, and nobody can have acknowledged it.
            begin(event, entry);
            entry.state = AlarmState.ACKNOWLEDGED_ACTIVE;
            entry.isTold = true;
            groups.onActive(entry);
            events.pass(event, entry, !entry.isSilent());
            return;
        }
        int level = event.levelCode();
        entry.level = level;
        if (Levels.isAbove(entry.leastLevel, level)) {
            entry.leastLevel = level;
        }
        boolean isOther = Levels.isOtherSide(level, before);
        if (!isOther && (!Levels.isAbove(level, before) || !Levels.isAbove(level, reference(entry, before)))) {
            // Whoever knows of the alarm learns that it has lost its value, or has it back.
            boolean isNews = event.isHeld() != wasHeld && entry.isTold && !entry.isSilent();
            events.pass(event, entry, isNews);
            return;
        }
        AlarmState was = entry.state;
        LifeCycleTable.Outcome outcome = entry.outcome(AlarmInput.RISE);
        entry.state = outcome.next();
        if (was != entry.state) {
            entry.rungLevel = Levels.NONE;
            entry.leastLevel = level;
            entry.acknowledgedNs = AlarmEntry.NEVER;
        }
        boolean isRinging = outcome.rings() && !entry.isSilent();
        if (isRinging) {
            rings.ring(entry, events.elapsedNs());
        }
        events.pass(event, entry, isRinging);
    }

    /** The level above which a rise rings. */
    private static int reference(AlarmEntry entry, int before) {
        if (entry.state == AlarmState.UNACKNOWLEDGED_ACTIVE) {
            return entry.rungLevel;
        }
        return entry.acknowledgedLevel == Levels.NONE ? before : entry.acknowledgedLevel;
    }

    private void clear(AlarmEventFlyweight event, AlarmEntry entry) {
        boolean wasActive = entry.state.isActive();
        if (!wasActive) {
            events.pass(event, entry, true); // as in changeLevel: the raise rang under an older plan
            return;
        }
        entry.state = plan.isLeaving(entry.ruleId)
                ? AlarmState.NORMAL
                : entry.outcome(AlarmInput.CLEAR).next();
        entry.level = event.levelCode();
        groups.onReturned(entry);
        boolean isTold = entry.isTold;
        entry.isTold = false;
        entry.isHeld = false;
        entry.rungNs = AlarmEntry.NEVER;
        entry.acknowledgedNs = AlarmEntry.NEVER;
        entry.settledNs = AlarmEntry.NEVER;
        events.pass(event, entry, isTold);
        if (entry.shelf == ShelfKind.ONE_SHOT && event.reason() != AlarmEventReason.RULE_CHANGED) {
            rings.endShelf(entry, event.timeNs(), EventCause.RETURN_TO_NORMAL);
        }
    }

    /** Forgets an evicted sensor, whose alarms are closed. */
    public void forget(int sensorId) {
        plan.forget(sensorId);
    }

    /** The actions of operators. */
    public BoardActions actions() {
        return actions;
    }

    /** The rows of all entries, by a number for alarm and sensor. */
    Map<Long, AlarmRow> rows() {
        Map<Long, AlarmRow> rows = new HashMap<>();
        for (AlarmEntry entry : entries.all()) {
            long untilNs = entry.shelf == ShelfKind.NONE ? 0 : clock.wallNs(entry.shelfUntilNs);
            String alarm = plan.rule(entry.ruleId).rule().name();
            String sensor = names.sensorName(entry.ruleId, entry.sensorId);
            rows.put(entry.key(), AlarmRow.of(entry, alarm, sensor, untilNs));
        }
        return rows;
    }

    /** Whether the board has neither an entry nor a memory of actions. */
    public boolean isUnused() {
        return entries.isEmpty() && actions.isUnused() && plan.isUnused();
    }

    /** Adds the state to a digest. */
    public void digest(MessageDigest digest) {
        StateOutput out = new StateOutput(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        writeTo(out);
        out.flush();
    }

    public void writeTo(StateOutput out) {
        actions.writeTo(out);
        plan.writeTo(out);
        entries.writeTo(out);
    }

    /** Reads what {@link #writeTo} wrote; the plan must be known. */
    public void readFrom(StateInput in) {
        actions.readFrom(in);
        plan.readFrom(in);
        entries.readFrom(in);
        plan.resolveAll();
    }
}
