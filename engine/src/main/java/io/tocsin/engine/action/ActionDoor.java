package io.tocsin.engine.action;

import java.util.concurrent.CompletableFuture;

/** The way of operator actions into the gateway. Any thread may call. */
public interface ActionDoor {
    /**
     * Passes an action to the engine, which journals and decides it.
     *
     * @param action its time is set by the gateway
     * @return completes once the answer has passed the alarm gate, so a crash cannot take back an accepted action that
     *     the gate protects; completes with a {@link ClosedException} when the gateway stops before. Callbacks run on
     *     the gateway's output thread and must not wait
     */
    CompletableFuture<ActionReply> submit(OperatorAction action);

    /** The gateway is stopping: the action was not taken, or its answer is not known. */
    final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public ClosedException() {
            super("the gateway is stopping");
        }
    }
}
