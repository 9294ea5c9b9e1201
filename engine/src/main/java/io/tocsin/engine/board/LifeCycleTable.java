package io.tocsin.engine.board;

import static io.tocsin.engine.result.AlarmState.ACKNOWLEDGED_ACTIVE;
import static io.tocsin.engine.result.AlarmState.LATCHED_ACKNOWLEDGED;
import static io.tocsin.engine.result.AlarmState.LATCHED_UNACKNOWLEDGED;
import static io.tocsin.engine.result.AlarmState.NORMAL;
import static io.tocsin.engine.result.AlarmState.RETURNED_TO_NORMAL_UNACKNOWLEDGED;
import static io.tocsin.engine.result.AlarmState.UNACKNOWLEDGED_ACTIVE;

import io.tocsin.engine.action.Refusal;
import io.tocsin.engine.result.AlarmState;

/**
 * The life cycle of ISA-18.2 and OPC UA Part 9 as one table: each state and input has one outcome.
 *
 * <pre>
 *   state  RAISE       RISE        CLEAR  with latch  ACKNOWLEDGE             RESET             RE_ALARM
 *   N      UA, rings   –           –      –           NOTHING_TO_ACKNOWLEDGE  NOT_LATCHED       –
 *   UA     –           UA, rings   RU     LU          AA                      STILL_ACTIVE      –
 *   AA     –           UA, rings   N      LA          ALREADY_ACKNOWLEDGED    STILL_ACTIVE      UA, rings
 *   RU     UA, rings   –           –      –           N                       NOT_LATCHED       –
 *   LU     UA, rings   –           –      –           LA                      NOT_ACKNOWLEDGED  –
 *   LA     UA, rings   –           –      –           ALREADY_ACKNOWLEDGED    N                 –
 * </pre>
 *
 * <p>A rule that needs no acknowledgement goes to AA wherever the table goes to UA. Immutable.
 */
public final class LifeCycleTable {
    /**
     * Outcome of an input.
     *
     * @param next the state afterwards
     * @param rings whether the change is announced, unless the alarm is silenced
     * @param refusal of an operator action, or null
     */
    public record Outcome(AlarmState next, boolean rings, Refusal refusal) {
        private Outcome withoutAcknowledgement() {
            return rings ? new Outcome(ACKNOWLEDGED_ACTIVE, true, refusal) : this;
        }
    }

    /** Column of CLEAR for rules with a latch, behind those of the inputs. */
    private static final int LATCHED_CLEAR = AlarmInput.values().length;

    /** By state, then by column: RAISE, RISE, CLEAR, ACKNOWLEDGE, RESET, RE_ALARM, CLEAR with latch. */
    private static final Outcome[][] REQUIRED = {
        row(
                NORMAL,
                ring(UNACKNOWLEDGED_ACTIVE),
                null,
                null,
                refuse(Refusal.NOTHING_TO_ACKNOWLEDGE),
                refuse(Refusal.NOT_LATCHED),
                null,
                null),
        row(
                UNACKNOWLEDGED_ACTIVE,
                null,
                ring(UNACKNOWLEDGED_ACTIVE),
                to(RETURNED_TO_NORMAL_UNACKNOWLEDGED),
                to(ACKNOWLEDGED_ACTIVE),
                refuse(Refusal.STILL_ACTIVE),
                null,
                to(LATCHED_UNACKNOWLEDGED)),
        row(
                ACKNOWLEDGED_ACTIVE,
                null,
                ring(UNACKNOWLEDGED_ACTIVE),
                to(NORMAL),
                refuse(Refusal.ALREADY_ACKNOWLEDGED),
                refuse(Refusal.STILL_ACTIVE),
                ring(UNACKNOWLEDGED_ACTIVE),
                to(LATCHED_ACKNOWLEDGED)),
        row(
                RETURNED_TO_NORMAL_UNACKNOWLEDGED,
                ring(UNACKNOWLEDGED_ACTIVE),
                null,
                null,
                to(NORMAL),
                refuse(Refusal.NOT_LATCHED),
                null,
                null),
        row(
                LATCHED_UNACKNOWLEDGED,
                ring(UNACKNOWLEDGED_ACTIVE),
                null,
                null,
                to(LATCHED_ACKNOWLEDGED),
                refuse(Refusal.NOT_ACKNOWLEDGED),
                null,
                null),
        row(
                LATCHED_ACKNOWLEDGED,
                ring(UNACKNOWLEDGED_ACTIVE),
                null,
                null,
                refuse(Refusal.ALREADY_ACKNOWLEDGED),
                to(NORMAL),
                null,
                null)
    };

    private static final Outcome[][] NONE = withoutAcknowledgement();

    private LifeCycleTable() {}

    /**
     * The outcome of an input.
     *
     * @param isLatched whether the rule latches
     * @param isAckRequired whether the rule needs an acknowledgement
     */
    public static Outcome outcome(AlarmState state, AlarmInput input, boolean isLatched, boolean isAckRequired) {
        int column = input == AlarmInput.CLEAR && isLatched ? LATCHED_CLEAR : input.ordinal();
        return (isAckRequired ? REQUIRED : NONE)[state.ordinal()][column];
    }

    /** A row whose cells without a next state keep the row's state. */
    private static Outcome[] row(AlarmState state, Outcome... cells) {
        for (int i = 0; i < cells.length; i++) {
            Outcome cell = cells[i];
            if (cell == null || cell.next == null) {
                cells[i] = new Outcome(state, false, cell == null ? null : cell.refusal);
            }
        }
        return cells;
    }

    private static Outcome ring(AlarmState next) {
        return new Outcome(next, true, null);
    }

    private static Outcome to(AlarmState next) {
        return new Outcome(next, false, null);
    }

    private static Outcome refuse(Refusal refusal) {
        return new Outcome(null, false, refusal);
    }

    private static Outcome[][] withoutAcknowledgement() {
        Outcome[][] table = new Outcome[REQUIRED.length][];
        for (int state = 0; state < table.length; state++) {
            table[state] = REQUIRED[state].clone();
            for (int column = 0; column < table[state].length; column++) {
                table[state][column] = table[state][column].withoutAcknowledgement();
            }
        }
        return table;
    }
}
