package io.tocsin.ingest.mqtt.wire;

import java.io.IOException;

/**
 * The broker sent a packet behind which the stream cannot be read on, or its farewell. The message is part of a line
 * for the operator.
 */
public final class PacketException extends IOException {
    private static final long serialVersionUID = 1L;

    private static final int SESSION_TAKEN_OVER = 0x8E;
    private static final int NO_REASON = -1;

    private final int reasonCode;

    PacketException(String message) {
        this(message, NO_REASON);
    }

    private PacketException(String message, int reasonCode) {
        super(message);
        this.reasonCode = reasonCode;
    }

    /** A DISCONNECT of the broker. */
    static PacketException disconnected(int reasonCode) {
        return new PacketException("the broker ended it with reason code " + reasonCode, reasonCode);
    }

    /** Whether the broker says that another client has the session now. */
    public boolean isTakenOver() {
        return reasonCode == SESSION_TAKEN_OVER;
    }
}
