package io.tocsin.engine.board;

/** Inputs of the life cycle: the columns of {@link LifeCycleTable}. */
public enum AlarmInput {
    /** The rule raises a new episode. */
    RAISE,
    /** The level rises above what rang or was acknowledged, or the alarm changes its side. */
    RISE,
    /** The rule clears the episode. */
    CLEAR,
    /** An operator acknowledges the episode and its level. */
    ACKNOWLEDGE,
    /** An operator resets the latch. */
    RESET,
    /** An acknowledged episode has been active for {@code reAlarm}. */
    RE_ALARM
}
