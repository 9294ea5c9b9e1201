package io.tocsin.alerts.sink;

import io.tocsin.alerts.log.frame.LogFrame;
import java.io.IOException;
import java.util.List;

/**
 * Delivery failed, and one of these frames may be the cause. Several suspects are delivered again one at a time; a
 * single suspect that keeps failing alone is set aside. A failure independent of the frames is a plain {@link
 * IOException}.
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
