package io.tocsin.engine.action;

import io.tocsin.engine.result.AlarmState;

/**
 * The answer to an operator action, decided at its place in the journal: the same in every replay.
 *
 * @param position of the action's record in the journal
 * @param actionId of the action: the operator's, or the one that the gateway gave it
 * @param refusal null when the action was accepted
 * @param state of the alarm after the action; null when the alarm is unknown
 * @param untilNs end of the shelf that the action began, epoch ns of the gateway's wall clock; 0 for other actions
 */
public record ActionReply(long position, String actionId, Refusal refusal, AlarmState state, long untilNs) {
    /** Whether the action was accepted. */
    public boolean isAccepted() {
        return refusal == null;
    }
}
