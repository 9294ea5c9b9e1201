package io.tocsin.ingest.mqtt.wire;

import java.io.IOException;

/** The broker sent a packet behind which the stream cannot be read on. The message is part of a line for the operator. */
public final class PacketException extends IOException {
    private static final long serialVersionUID = 1L;

    PacketException(String message) {
        super(message);
    }
}
