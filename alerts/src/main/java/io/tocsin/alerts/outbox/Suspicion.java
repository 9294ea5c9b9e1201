package io.tocsin.alerts.outbox;

import io.tocsin.alerts.log.frame.LogFrame;
import java.util.List;

/**
 * Finds the frame that makes delivery fail. After a failure with several suspect frames, they are delivered one at a
 * time. A frame that then fails alone {@link #TRIES} times in a row is the cause. One thread.
 */
final class Suspicion {
    /** Failures in a row in which the frame was the only unacknowledged one. */
    static final int TRIES = 3;

    private static final long NONE = -1;

    private long carefulBelow = NONE;
    private long aloneSequence = NONE;
    private int failures;

    /** Whether the frame must be delivered alone. */
    boolean isSuspect(LogFrame frame) {
        return frame.sequence() < carefulBelow;
    }

    /**
     * Delivery failed.
     *
     * @param suspects frames that were with the receiver, at least one
     * @return whether the only one is the culprit
     */
    boolean failed(List<LogFrame> suspects) {
        LogFrame last = suspects.get(suspects.size() - 1);
        carefulBelow = Math.max(carefulBelow, last.sequence() + 1);
        if (suspects.size() > 1) {
            aloneSequence = NONE;
            return false;
        }
        failures = last.sequence() == aloneSequence ? failures + 1 : 1;
        aloneSequence = last.sequence();
        return failures >= TRIES;
    }
}
