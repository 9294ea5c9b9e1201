package io.tocsin.engine.testkit;

import io.tocsin.engine.action.OperatorAction;
import io.tocsin.engine.action.Refusal;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.result.AlarmBoardFlyweight;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.result.EventCause;
import io.tocsin.engine.result.ShelfKind;

/**
 * One alarm event, kept.
 *
 * @param valueBits of the value, for texts are NaNs that differ in their bits only
 * @param board the fields of the alarm board as words; empty for an alarm without a life cycle
 */
public record SeenEvent(
        long position,
        long receivedNs,
        int ruleId,
        int sensorId,
        AlarmEventKind kind,
        int levelCode,
        long timeNs,
        long raisedNs,
        int occurrence,
        long valueBits,
        double limit,
        AlarmEventReason reason,
        long earlierAtInstant,
        boolean held,
        String board) {

    /** An event of an alarm that is not held. */
    public SeenEvent(
            long position,
            long receivedNs,
            int ruleId,
            int sensorId,
            AlarmEventKind kind,
            int levelCode,
            long timeNs,
            long raisedNs,
            int occurrence,
            double value,
            double limit,
            AlarmEventReason reason) {
        this(
                position,
                receivedNs,
                ruleId,
                sensorId,
                kind,
                levelCode,
                timeNs,
                raisedNs,
                occurrence,
                TextValue.isText(value) ? Double.doubleToRawLongBits(value) : Double.doubleToLongBits(value),
                limit,
                reason,
                0,
                false,
                "");
    }

    public double value() {
        return Double.longBitsToDouble(valueBits);
    }

    public static SeenEvent of(AlarmEventFlyweight event) {
        double value = event.value();
        return new SeenEvent(
                event.position(),
                event.receivedNs(),
                event.ruleId(),
                event.sensorId(),
                event.kind(),
                event.levelCode(),
                event.timeNs(),
                event.raisedNs(),
                event.occurrence(),
                TextValue.isText(value) ? Double.doubleToRawLongBits(value) : Double.doubleToLongBits(value),
                event.limit(),
                event.reason(),
                event.earlierAtInstant(),
                event.isHeld(),
                board(event));
    }

    /** This event as the later one of its instant. */
    public SeenEvent earlierAtInstant(long count) {
        return new SeenEvent(
                position,
                receivedNs,
                ruleId,
                sensorId,
                kind,
                levelCode,
                timeNs,
                raisedNs,
                occurrence,
                valueBits,
                limit,
                reason,
                count,
                held,
                board);
    }

    /** The same but for the record that caused it. */
    public SeenEvent withoutCause() {
        return new SeenEvent(
                0,
                0,
                ruleId,
                sensorId,
                kind,
                levelCode,
                timeNs,
                raisedNs,
                occurrence,
                valueBits,
                limit,
                reason,
                earlierAtInstant,
                held,
                board);
    }

    /** Whether the event rings; events without a board always do. */
    public boolean rings() {
        return board.isEmpty() || board.contains(" rings");
    }

    private static String board(AlarmEventFlyweight event) {
        if (!event.isOnBoard()) {
            return "";
        }
        AlarmBoardFlyweight board = new AlarmBoardFlyweight().wrap(event);
        String action = board.actionLength() == 0
                ? ""
                : " by " + OperatorAction.decode(board.buffer(), board.actionOffset(), board.actionLength());
        String refusal =
                board.refusalCode() == AlarmBoardFlyweight.NO_REFUSAL ? "" : " " + Refusal.ofCode(board.refusalCode());
        return board.state().shortName()
                + (board.isAnnunciated() ? " rings" : "")
                + (board.isFirstInGroup() ? " first" : "")
                + (board.isSuppressed() ? " suppressed" : "")
                + (board.isSuppressedByDesign() ? " bydesign" : "")
                + (board.isOutOfService() ? " out" : "")
                + (board.shelf() == ShelfKind.NONE ? "" : " " + board.shelf() + " until " + board.untilNs())
                + " acked=" + board.acknowledgedLevelCode()
                + " rung=" + board.rungLevelCode()
                + " before=" + board.unackedBefore()
                + (board.revision() == 0 ? "" : " revision=" + board.revision())
                + (board.number() == 0 ? "" : " #" + board.number())
                + (board.cause() == EventCause.NONE ? "" : " " + board.cause())
                + refusal
                + action;
    }

    /** {@code RAISED HI@10 of 10#1}. */
    public String brief() {
        String level = levelCode == AlarmEventFlyweight.NO_LEVEL ? "" : " " + Level.values()[levelCode];
        return kind + level + "@" + timeNs + " of " + raisedNs + "#" + occurrence + (held ? " held" : "");
    }
}
