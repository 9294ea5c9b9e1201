package io.tocsin.alerts.sink;

import io.tocsin.alerts.log.frame.LogFrame;
import java.io.IOException;
import java.util.List;

/**
 * Delivery failed, and one of these frames may be why. Several of them are given again one at a time; a single one that
 * fails alone again and again is set aside. A failure that has nothing to do with the frames is a plain
 * {@link IOException}.
 */
public final class SuspectException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient List<LogFrame> suspects;

    /**
     * @param suspects frames without a receipt that were with the receiver, in their order; at least one
     */
    public SuspectException(String message, List<LogFrame> suspects, Throwable cause) {
        super(message, cause);
        this.suspects = List.copyOf(suspects);
    }

    /** Frames without a receipt that were with the receiver, in their order; at least one. */
    public List<LogFrame> suspects() {
        return suspects;
    }
}
