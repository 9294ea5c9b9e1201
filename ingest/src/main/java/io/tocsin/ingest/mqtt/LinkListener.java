package io.tocsin.ingest.mqtt;

import io.tocsin.ingest.mqtt.wire.MessageListener;

/** What a link tells. Called by the client's own threads. */
interface LinkListener extends MessageListener {
    /** The connection is gone. */
    void onLost(String why);
}
