package io.tocsin.ingest.mqtt;

import io.tocsin.ingest.mqtt.link.MqttLink;
import io.tocsin.ingest.sparkplug.HostMessages;
import io.tocsin.ingest.sparkplug.SparkplugConfig;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A Sparkplug host on its connections: its state at the broker, and what it does without a message. Does nothing for a
 * source without Sparkplug. The supervisor thread only.
 */
final class HostSession {
    /** Between two looks at what is due. */
    private static final long PERIOD_MS = 100;

    private final SparkplugConfig config;
    private final MessageHandler handler;
    private final ReentrantLock handling;
    private final LongSupplier clockNs;
    /** Time of the state on this connection, the same in will and birth. */
    private long stateTimeMs;

    /**
     * @param config null without Sparkplug
     * @param handling is held while the handler is used
     * @param clockNs epoch nanoseconds
     */
    HostSession(SparkplugConfig config, MessageHandler handler, ReentrantLock handling, LongSupplier clockNs) {
        this.config = config;
        this.handler = handler;
        this.handling = handling;
        this.clockNs = clockNs;
    }

    /** How long to wait for the end of a connection before {@link #onTime}, given how long at most. */
    long periodMs(long maxMs) {
        return config == null ? maxMs : Math.min(maxMs, PERIOD_MS);
    }

    private boolean hasState() {
        return config != null && config.commands();
    }

    /** The state that the broker publishes when the connection that is about to be made is lost; or null. */
    MqttLink.Will newWill() {
        stateTimeMs = TimeUnit.NANOSECONDS.toMillis(clockNs.getAsLong());
        return hasState() ? new MqttLink.Will(config.stateTopic(), HostMessages.state(false, stateTimeMs)) : null;
    }

    /** The connection was made; nothing has been read from it. */
    void onConnected() {
        handling.lock();
        try {
            handler.onConnected();
        } finally {
            handling.unlock();
        }
    }

    /** Sends what is due. */
    void onTime(MqttLink link) {
        if (config == null) {
            return;
        }
        boolean isStateLost;
        handling.lock();
        try {
            isStateLost = handler.onTime((topic, payload) -> link.publish(topic, payload, 0, false));
        } finally {
            handling.unlock();
        }
        if (isStateLost) {
            publishState(link, true);
        }
    }

    /** Publishes the state, retained. */
    void publishState(MqttLink link, boolean isOnline) {
        if (hasState()) {
            long timeMs = isOnline ? stateTimeMs : TimeUnit.NANOSECONDS.toMillis(clockNs.getAsLong());
            byte[] state = HostMessages.state(isOnline, timeMs).getBytes(StandardCharsets.UTF_8);
            link.publish(config.stateTopic(), state, 1, true);
        }
    }
}
