package io.tocsin.ingest.mqtt.link;

import io.tocsin.ingest.mqtt.wire.RefusedMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a link tells, a line each. */
public final class RecordingListener implements LinkListener {
    public final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void onMessage(String topic, byte[] payload, int qos, boolean retained, int packetId) {
        lines.add("message " + topic + " " + new String(payload, StandardCharsets.ISO_8859_1) + " qos=" + qos
                + (retained ? " retained" : "") + " id=" + packetId);
    }

    @Override
    public void onRefused(RefusedMessage message) {
        lines.add("refused " + message.reason() + " " + message.topic() + " "
                + new String(message.head(), StandardCharsets.ISO_8859_1) + " length=" + message.length() + " qos="
                + message.qos() + " id=" + message.packetId());
    }

    @Override
    public void onConfirmed(long mark) {
        lines.add("confirmed " + mark);
    }

    @Override
    public boolean awaitRoom(long timeoutMs) {
        return true;
    }

    @Override
    public void onLost(Loss loss, String why) {
        lines.add("lost " + why);
    }
}
