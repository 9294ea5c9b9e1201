package io.tocsin.ingest.mqtt.link;

import io.tocsin.ingest.mqtt.wire.MessageListener;

/** Callbacks of a link. Called by the client's own threads. */
public interface LinkListener extends MessageListener {
    /** How a connection ended. */
    enum Loss {
        /** The other side closed it without a reason. */
        CLOSED,
        /** The broker said that another client has the session now. */
        TAKEN_OVER,
        OTHER
    }

    /** The connection is gone. */
    void onLost(Loss loss, String why);
}
