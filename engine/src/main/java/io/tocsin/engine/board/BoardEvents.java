package io.tocsin.engine.board;

import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.JournalClock;
import io.tocsin.engine.result.AlarmBoardFlyweight;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.result.AlarmState;
import io.tocsin.engine.result.EventCause;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.ShelfKind;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes the board's events: adds the state of an alarm to an event of its rule, and emits events of the board itself.
 * One buffer for all; allocates nothing.
 */
final class BoardEvents {
    private static final byte[] NO_ACTION = {};

    private final UnsafeBuffer memory = new UnsafeBuffer(new byte[AlarmBoardFlyweight.MAX_LENGTH]);
    private final AlarmEventFlyweight event = new AlarmEventFlyweight();
    private final AlarmBoardFlyweight board = new AlarmBoardFlyweight();
    private final JournalClock clock;
    private ResultHandler next = ResultHandler.NOTHING;
    private EventEmitter emitter;
    private long position;
    private long receivedNs;
    private byte[] action = NO_ACTION;
    private EventCause cause = EventCause.NONE;

    BoardEvents(JournalClock clock) {
        this.clock = clock;
    }

    void connect(EventEmitter numbers, ResultHandler results) {
        emitter = numbers;
        next = results;
    }

    ResultHandler next() {
        return next;
    }

    /** Sets the record that causes the following events. */
    void begin(long recordPosition, long recordReceivedNs) {
        position = recordPosition;
        receivedNs = recordReceivedNs;
    }

    /** Elapsed time of the record that causes the events. */
    long elapsedNs() {
        return clock.elapsedNs(receivedNs);
    }

    /** Sets the body of the action that the next event answers. */
    void answer(byte[] body) {
        action = body;
    }

    /** Sets the cause of the next event. */
    void because(EventCause eventCause) {
        cause = eventCause;
    }

    /** Passes on an event of the rule, with the state of its alarm. */
    void pass(AlarmEventFlyweight decided, AlarmEntry entry, boolean rings) {
        memory.putBytes(0, decided.buffer(), 0, AlarmEventFlyweight.LENGTH);
        event.wrap(memory, 0, AlarmBoardFlyweight.lengthWith(0)).onBoard();
        fill(entry, rings, 0);
        next.onAlarm(event);
    }

    /** Emits an event at a time of the wall clock or of the alarm, epoch ns. */
    void emit(AlarmEventKind kind, AlarmEntry entry, long timeNs, boolean rings) {
        emit(kind, entry, timeNs, rings, 0);
    }

    /** As {@link #emit(AlarmEventKind, AlarmEntry, long, boolean)}, with a number within the episode. */
    void emit(AlarmEventKind kind, AlarmEntry entry, long timeNs, boolean rings, int number) {
        boolean hasEpisode = entry.episode != null && entry.state != AlarmState.NORMAL;
        emit(kind, entry, timeNs, rings, number, hasEpisode);
    }

    /** Emits an event of the episode that has just ended. */
    void emitOfLast(AlarmEventKind kind, AlarmEntry entry, long timeNs) {
        emit(kind, entry, timeNs, false, 0, entry.episode != null);
    }

    private void emit(
            AlarmEventKind kind, AlarmEntry entry, long timeNs, boolean rings, int number, boolean hasEpisode) {
        head(kind, entry.ruleId, entry.sensorId, timeNs);
        event.raisedNs(hasEpisode ? entry.episode.raisedNs() : AlarmEventFlyweight.NO_EPISODE)
                .occurrence(hasEpisode ? entry.episode.occurrence() : 0)
                .value(entry.value)
                .limit(entry.limit)
                .levelCode(hasEpisode ? entry.level : Levels.NONE)
                .held(entry.isHeld)
                .onBoard();
        fill(entry, rings, number);
        next.onAlarm(event);
    }

    /** Refuses the current action about an alarm, or about an unknown one. */
    void refuse(int refusalCode, AlarmEntry entry, int ruleId, int sensorId, long timeNs) {
        head(AlarmEventKind.REFUSED, ruleId, sensorId, timeNs);
        event.raisedNs(AlarmEventFlyweight.NO_EPISODE)
                .occurrence(0)
                .value(Double.NaN)
                .limit(Double.NaN)
                .levelCode(Levels.NONE)
                .held(false)
                .onBoard();
        if (entry != null) {
            fill(entry, false, 0);
        } else {
            fillUnknown();
        }
        board.refusalCode(refusalCode);
        next.onAlarm(event);
    }

    /** Answers the current action about a sensor, whatever its alarms. */
    void answerForSensor(AlarmEventKind kind, int sensorId, long timeNs) {
        head(kind, AlarmEventFlyweight.NO_RULE, sensorId, timeNs);
        event.raisedNs(AlarmEventFlyweight.NO_EPISODE)
                .occurrence(0)
                .value(Double.NaN)
                .limit(Double.NaN)
                .levelCode(Levels.NONE)
                .held(false)
                .onBoard();
        fillUnknown();
        next.onAlarm(event);
    }

    private void head(AlarmEventKind kind, int ruleId, int sensorId, long timeNs) {
        event.wrap(memory, 0, AlarmBoardFlyweight.lengthWith(action.length));
        emitter.number(event)
                .position(position)
                .timeNs(timeNs)
                .receivedNs(receivedNs)
                .ruleId(ruleId)
                .sensorId(sensorId)
                .kind(kind)
                .reason(AlarmEventReason.RULE)
                .earlierAtInstant(0);
    }

    private void fill(AlarmEntry entry, boolean rings, int number) {
        board.wrap(event)
                .state(entry.state)
                .annunciated(rings)
                .firstInGroup(entry.isFirstInGroup)
                .suppressed(entry.isSuppressed)
                .suppressedByDesign(entry.isSuppressedByDesign)
                .outOfService(entry.isOutOfService)
                .shelf(entry.shelf)
                .refusalCode(AlarmBoardFlyweight.NO_REFUSAL)
                .acknowledgedLevelCode(entry.acknowledgedLevel)
                .rungLevelCode(entry.rungLevel)
                .cause(cause)
                .untilNs(entry.shelf == ShelfKind.NONE ? 0 : clock.wallNs(entry.shelfUntilNs))
                .number(number)
                .revision(entry.revision)
                .unackedBefore(entry.unackedBefore)
                .action(action);
        action = NO_ACTION;
        cause = EventCause.NONE;
    }

    private void fillUnknown() {
        board.wrap(event)
                .state(AlarmState.NORMAL)
                .shelf(ShelfKind.NONE)
                .refusalCode(AlarmBoardFlyweight.NO_REFUSAL)
                .acknowledgedLevelCode(Levels.NONE)
                .rungLevelCode(Levels.NONE)
                .cause(EventCause.OPERATOR)
                .untilNs(0)
                .number(0)
                .revision(0)
                .unackedBefore(0)
                .action(action);
        action = NO_ACTION;
        cause = EventCause.NONE;
    }
}
