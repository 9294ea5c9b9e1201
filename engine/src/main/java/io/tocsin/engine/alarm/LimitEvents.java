package io.tocsin.engine.alarm;

import static io.tocsin.engine.alarm.LimitLayout.GONE;
import static io.tocsin.engine.alarm.LimitLayout.LAST_EVENT_OFFSET;
import static io.tocsin.engine.alarm.LimitLayout.NUMBERS_OFFSET;
import static io.tocsin.engine.alarm.LimitLayout.OCCURRENCE_OFFSET;
import static io.tocsin.engine.alarm.LimitLayout.RAISED_OFFSET;
import static io.tocsin.engine.alarm.LimitLayout.SENSOR_OFFSET;
import static io.tocsin.engine.alarm.LimitLayout.STATUS_OFFSET;
import static io.tocsin.engine.alarm.LimitLayout.VALUE_OFFSET;
import static io.tocsin.engine.alarm.LimitLayout.earlier;
import static io.tocsin.engine.alarm.LimitLayout.standing;
import static io.tocsin.engine.alarm.LimitLayout.withStanding;

import io.tocsin.engine.operator.CurrentEdition;
import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import org.agrona.UnsafeApi;

/**
 * The events of a limit alarm: emits each, and notes in the slot at which level the alarm is and when the event was.
 *
 * <p>A slot is two addresses here, of its hot and its cold half ({@link LimitLayout}). Engine thread; allocates
 * nothing.
 */
final class LimitEvents {
    private LimitLevels levels;
    private final int ruleId;
    private final EventEmitter emitter;
    private final CurrentEdition edition;

    LimitEvents(LimitLevels levels, int ruleId, OperatorContext context) {
        this.levels = levels;
        this.ruleId = ruleId;
        this.emitter = context.emitter();
        this.edition = context.edition();
    }

    /** Adopts the levels of an edited rule. */
    void use(LimitLevels edited) {
        levels = edited;
    }

    /**
     * Moves the alarm to another level.
     *
     * @param status with the states of the levels after the change
     * @param level index of the level, -1: the alarm clears
     */
    void changeLevel(long at, long coldAt, int status, int level, long timeNs) {
        int left = standing(status);
        int earlier = earlierAtInstant(coldAt, status, timeNs);
        UnsafeApi.putInt(at + STATUS_OFFSET, withStanding(status, level, earlier));
        UnsafeApi.putLong(coldAt + LAST_EVENT_OFFSET, timeNs);
        AlarmEventKind kind = AlarmEventKind.LEVEL_CHANGED;
        if (left < 0) {
            kind = AlarmEventKind.RAISED;
            Episode.begin(coldAt + RAISED_OFFSET, coldAt + OCCURRENCE_OFFSET, coldAt + NUMBERS_OFFSET, timeNs);
        } else if (level < 0) {
            kind = AlarmEventKind.CLEARED;
        }
        emit(at, coldAt, kind, level < 0 ? left : level, timeNs);
    }

    /** Clears the alarm for a reason other than the rule, never before its last event. */
    void clear(long at, long coldAt, int status, long timeNs, AlarmEventReason reason) {
        emitter.because(reason);
        changeLevel(at, coldAt, status, -1, Math.max(timeNs, UnsafeApi.getLong(coldAt + LAST_EVENT_OFFSET)));
        emitter.because(AlarmEventReason.RULE);
    }

    /** Emits the level once more: whether the alarm is held has changed. */
    void repeatLevel(long at, long coldAt, long timeNs) {
        long eventNs = Math.max(timeNs, UnsafeApi.getLong(coldAt + LAST_EVENT_OFFSET));
        int status = UnsafeApi.getInt(at + STATUS_OFFSET);
        int earlier = earlierAtInstant(coldAt, status, eventNs);
        UnsafeApi.putInt(at + STATUS_OFFSET, withStanding(status, standing(status), earlier));
        UnsafeApi.putLong(coldAt + LAST_EVENT_OFFSET, eventNs);
        emit(at, coldAt, AlarmEventKind.LEVEL_CHANGED, standing(status), eventNs);
    }

    /** How many events of the current episode, before the next one, have its time. */
    private int earlierAtInstant(long coldAt, int status, long timeNs) {
        boolean sameInstant = standing(status) >= 0 && UnsafeApi.getLong(coldAt + LAST_EVENT_OFFSET) == timeNs;
        return sameInstant && edition.isSecond() ? earlier(status) + 1 : 0;
    }

    private void emit(long at, long coldAt, AlarmEventKind kind, int shown, long timeNs) {
        int status = UnsafeApi.getInt(at + STATUS_OFFSET);
        emitter.emit(
                kind,
                ruleId,
                UnsafeApi.getInt(at + SENSOR_OFFSET),
                levels.code(shown),
                timeNs,
                UnsafeApi.getLong(coldAt + RAISED_OFFSET),
                UnsafeApi.getInt(coldAt + OCCURRENCE_OFFSET),
                kind == AlarmEventKind.LEVEL_CHANGED ? earlier(status) : 0,
                UnsafeApi.getDouble(at + VALUE_OFFSET),
                levels.limit(shown),
                (status & GONE) != 0);
    }
}
