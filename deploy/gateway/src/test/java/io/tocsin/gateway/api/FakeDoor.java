package io.tocsin.gateway.api;

import io.tocsin.engine.action.ActionDoor;
import io.tocsin.engine.action.ActionReply;
import io.tocsin.engine.action.OperatorAction;
import io.tocsin.engine.action.Refusal;
import io.tocsin.engine.result.AlarmState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A door that notes the actions and answers as it is told. */
public final class FakeDoor implements ActionDoor {
    public final List<OperatorAction> actions = new ArrayList<>();
    /** Of every answer; null: accepted. */
    public Refusal refusal;
    /** Whether the gateway is stopping. */
    public boolean isClosed;
    /** Whether no answer comes. */
    public boolean isSilent;

    @Override
    public synchronized CompletableFuture<ActionReply> submit(OperatorAction action) {
        actions.add(action);
        if (isSilent) {
            return new CompletableFuture<>();
        }
        if (isClosed) {
            return CompletableFuture.failedFuture(new ActionDoor.ClosedException());
        }
        AlarmState state = refusal == null ? AlarmState.ACKNOWLEDGED_ACTIVE : AlarmState.NORMAL;
        long untilNs = refusal == null ? action.durationNs() : 0;
        return CompletableFuture.completedFuture(
                new ActionReply(41 + actions.size(), "a" + actions.size(), refusal, state, untilNs));
    }
}
