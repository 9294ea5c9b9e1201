package io.tocsin.engine.board;

import io.tocsin.engine.action.ActionKind;
import io.tocsin.engine.action.OperatorAction;
import io.tocsin.engine.action.Refusal;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.EventCause;
import io.tocsin.engine.result.ShelfKind;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;

/**
 * Decides the actions of operators. Each action has exactly one answer: an event that carries the action, REFUSED or
 * another one. Engine thread.
 */
public final class BoardActions {
    private final Rings rings;
    private final BoardPlan plan;
    private final BoardNames names;
    private final Entries entries;
    private final BoardEvents events;
    /** Time of the last action that got its id from the gateway, and how many had that time. */
    private long lastNamedNs;

    private int namedCount;

    // The current action.
    private OperatorAction action;
    private BoardRule rule;
    private int sensorId;
    private AlarmEntry entry;

    BoardActions(Rings rings, BoardPlan plan, BoardNames names, Entries entries, BoardEvents events) {
        this.rings = rings;
        this.plan = plan;
        this.names = names;
        this.entries = entries;
        this.events = events;
    }

    /** Decides an action on an alarm. The clock must have advanced to it. */
    public void onAction(long position, OperatorAction given) {
        begin(position, given);
        Refusal refusal = find();
        if (refusal == null) {
            refusal = check();
        }
        if (refusal == null) {
            refusal = act();
        }
        if (refusal != null) {
            refuse(refusal);
        }
        if (entry != null) {
            entries.changed(entry);
        }
    }

    /**
     * The sensor that an action decommissions. The caller closes its alarms, then calls {@link #onDecommissioned}.
     *
     * @return the id, or {@link BoardNames#UNKNOWN} when there is none, which the answer says
     */
    public int onDecommission(long position, OperatorAction given) {
        begin(position, given);
        sensorId = names.sensorId(given.sensor());
        if (sensorId == BoardNames.UNKNOWN) {
            refuse(Refusal.UNKNOWN_ALARM);
        }
        return sensorId;
    }

    /** Answers an action whose sensor has no active alarm any more, and forgets the sensor. */
    public void onDecommissioned() {
        plan.forget(sensorId);
        answer();
        events.answerForSensor(AlarmEventKind.COMMENTED, sensorId, action.atNs());
    }

    private void begin(long position, OperatorAction given) {
        events.begin(position, given.atNs());
        action = given.actionId().isEmpty() ? given.named(nextId(given.atNs())) : given;
        rule = null;
        sensorId = BoardNames.UNKNOWN;
        entry = null;
    }

    /** The id of an action without one: its time, and a number if another one had the same time. */
    private String nextId(long atNs) {
        namedCount = atNs == lastNamedNs ? namedCount + 1 : 1;
        lastNamedNs = atNs;
        return namedCount == 1 ? Long.toString(atNs) : atNs + "-" + namedCount;
    }

    /** Finds the alarm, its sensor and its entry. */
    private Refusal find() {
        EpisodeName id = action.id().isEmpty() ? null : EpisodeName.ofId(action.id());
        EpisodeName event = action.eventId().isEmpty() ? null : EpisodeName.ofEventId(action.eventId());
        EpisodeName named = id != null ? id : event;
        String alarm = action.alarm().isEmpty() && named != null ? named.alarm() : action.alarm();
        String sensor = action.sensor().isEmpty() && named != null ? named.sensor() : action.sensor();
        if (!plan.hasAlarm(alarm)) {
            return Refusal.UNKNOWN_ALARM;
        }
        rule = plan.alarm(alarm);
        if (rule == null) {
            return Refusal.NOT_ALLOWED;
        }
        sensorId = names.sensorId(rule.ruleId(), sensor);
        if (sensorId == BoardNames.UNKNOWN) {
            return Refusal.UNKNOWN_ALARM;
        }
        entry = plan.entry(rule, sensorId);
        return null;
    }

    private Refusal check() {
        boolean isOpen = action.kind() == ActionKind.IN_SERVICE || action.kind() == ActionKind.COMMENT;
        if (entry.isOutOfService && !isOpen) {
            return action.kind() == ActionKind.OUT_OF_SERVICE ? Refusal.ALREADY_OUT_OF_SERVICE : Refusal.OUT_OF_SERVICE;
        }
        boolean needsReason = action.kind() == ActionKind.OUT_OF_SERVICE || action.kind() == ActionKind.COMMENT;
        return needsReason && action.why().isBlank() ? Refusal.REASON_REQUIRED : null;
    }

    private Refusal act() {
        return switch (action.kind()) {
            case ACKNOWLEDGE -> acknowledge();
            case RESET -> reset();
            case SHELVE -> shelve(ShelfKind.TIMED);
            case SHELVE_ONCE -> shelve(ShelfKind.ONE_SHOT);
            case UNSHELVE -> unshelve();
            case SUPPRESS -> suppress(true);
            case UNSUPPRESS -> suppress(false);
            case OUT_OF_SERVICE -> takeOut();
            case IN_SERVICE -> takeIn();
            case COMMENT -> say(AlarmEventKind.COMMENTED);
            case DECOMMISSION -> throw new IllegalStateException("an action on a sensor, not on an alarm");
        };
    }

    private Refusal acknowledge() {
        Refusal refusal = checkEpisode();
        if (refusal != null) {
            return refusal;
        }
        LifeCycleTable.Outcome outcome = entry.outcome(AlarmInput.ACKNOWLEDGE);
        if (outcome.refusal() != null) {
            return outcome.refusal();
        }
        int seen = seenLevel();
        entry.acknowledgedLevel = seen;
        if (Levels.covers(seen, entry.level)) {
            entry.state = outcome.next();
            entry.acknowledgedNs = entry.state.isActive() ? events.elapsedNs() : AlarmEntry.NEVER;
            entry.unackedBefore = 0;
            entry.rungLevel = Levels.NONE;
            entry.settledNs = AlarmEntry.NEVER;
        }
        answer();
        events.emitOfLast(AlarmEventKind.ACKNOWLEDGED, entry, action.atNs());
        return null;
    }

    /** Whether id and event id are those of the current episode. */
    private Refusal checkEpisode() {
        Refusal refusal = action.id().isEmpty() ? null : check(EpisodeName.ofId(action.id()));
        if (refusal == null && !action.eventId().isEmpty()) {
            refusal = check(EpisodeName.ofEventId(action.eventId()));
        }
        return refusal;
    }

    private Refusal check(EpisodeName named) {
        if (named == null
                || !named.alarm().equals(rule.rule().name())
                || !named.sensor().equals(names.sensorName(rule.ruleId(), sensorId))) {
            return Refusal.UNKNOWN_ID;
        }
        if (named.episode().equals(entry.episode)) {
            return null;
        }
        return entry.isOlder(named.episode()) ? Refusal.SUPERSEDED : Refusal.UNKNOWN_ID;
    }

    /** The level of the event that the operator saw; without one, the current level. */
    private int seenLevel() {
        EpisodeName seen = action.eventId().isEmpty() ? null : EpisodeName.ofEventId(action.eventId());
        if (seen == null || entry.level == Levels.NONE) {
            return entry.level;
        }
        if (seen.event() == AlarmEventKind.REMINDED && seen.rest().equals(Integer.toString(entry.reminderCount))) {
            return entry.reminderLevel;
        }
        int level = seen.level();
        return level == Levels.NONE ? entry.leastLevel : level;
    }

    private Refusal reset() {
        LifeCycleTable.Outcome outcome = entry.outcome(AlarmInput.RESET);
        if (outcome.refusal() != null) {
            return outcome.refusal();
        }
        entry.state = outcome.next();
        answer();
        events.emitOfLast(AlarmEventKind.RESET, entry, action.atNs());
        return null;
    }

    private Refusal shelve(ShelfKind shelf) {
        long maxNs = entry.lifeCycle.maxShelveNs();
        boolean isOpen = shelf == ShelfKind.ONE_SHOT && action.durationNs() == 0;
        long lastsNs = isOpen ? maxNs : action.durationNs();
        if (lastsNs <= 0 || lastsNs > maxNs) {
            return Refusal.DURATION_OUT_OF_RANGE;
        }
        if (entry.shelf == shelf) {
            return Refusal.ALREADY_SHELVED;
        }
        entry.shelf = shelf;
        entry.shelfUntilNs = events.elapsedNs() + lastsNs;
        rings.onSilence(entry);
        return say(AlarmEventKind.SHELVED);
    }

    private Refusal unshelve() {
        if (entry.shelf == ShelfKind.NONE) {
            return Refusal.NOT_SHELVED;
        }
        answer();
        rings.endShelf(entry, action.atNs(), EventCause.OPERATOR);
        return null;
    }

    private Refusal suppress(boolean isSuppressed) {
        if (entry.isSuppressed == isSuppressed) {
            return Refusal.NOT_ALLOWED;
        }
        entry.isSuppressed = isSuppressed;
        if (isSuppressed) {
            rings.onSilence(entry);
            return say(AlarmEventKind.SUPPRESSED);
        }
        say(AlarmEventKind.UNSUPPRESSED);
        rings.onSound(entry);
        return null;
    }

    private Refusal takeOut() {
        entry.isOutOfService = true;
        rings.onSilence(entry);
        return say(AlarmEventKind.OUT_OF_SERVICE);
    }

    private Refusal takeIn() {
        if (!entry.isOutOfService) {
            return Refusal.NOT_OUT_OF_SERVICE;
        }
        entry.isOutOfService = false;
        say(AlarmEventKind.IN_SERVICE);
        rings.onSound(entry);
        return null;
    }

    private Refusal say(AlarmEventKind kind) {
        answer();
        events.emit(kind, entry, action.atNs(), false);
        return null;
    }

    private void refuse(Refusal refusal) {
        answer();
        int ruleId = rule == null ? AlarmEventFlyweight.NO_RULE : rule.ruleId();
        boolean isKnown = rule != null && sensorId != BoardNames.UNKNOWN;
        events.refuse(
                refusal.code(),
                entry,
                isKnown ? ruleId : AlarmEventFlyweight.NO_RULE,
                isKnown ? sensorId : AlarmEventFlyweight.GROUP,
                action.atNs());
    }

    private void answer() {
        events.answer(action.encode());
        events.because(EventCause.OPERATOR);
    }

    boolean isUnused() {
        return namedCount == 0;
    }

    void writeTo(StateOutput out) {
        out.putLong(lastNamedNs);
        out.putInt(namedCount);
    }

    void readFrom(StateInput in) {
        lastNamedNs = in.getLong();
        namedCount = in.getInt();
    }
}
