package io.tocsin.gateway.system;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** A plain MQTT client of the test: publishes with QoS 1 and collects what it subscribes to. */
public final class Wire implements AutoCloseable {
    /** One message that came. */
    public record Message(String topic, String payload) {}

    private static final long TIMEOUT_MS = 30_000;
    private static final long PAUSE_NS = 1_000_000;

    private final MqttAsyncClient client;
    private final Queue<Message> messages = new ConcurrentLinkedQueue<>();

    public Wire(String url, String clientId) throws MqttException {
        client = new MqttAsyncClient(url, clientId, new MemoryPersistence());
        client.setCallback(new Collector());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        client.connect(options).waitForCompletion(TIMEOUT_MS);
    }

    /** Publishes and waits for the broker's acknowledgement. */
    public void publish(String topic, String payload) throws MqttException {
        publish(topic, payload.getBytes(StandardCharsets.UTF_8), false);
    }

    public void publish(String topic, byte[] payload, boolean retained) throws MqttException {
        long beginNs = System.nanoTime();
        while (true) {
            try {
                client.publish(topic, payload, 1, retained).waitForCompletion(TIMEOUT_MS);
                return;
            } catch (MqttException e) {
                // A thread of Paho's own counts acknowledgements, later than they complete their tokens.
                if (e.getReasonCode() != MqttClientException.REASON_CODE_MAX_INFLIGHT
                        || System.nanoTime() - beginNs > TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS)) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    public void subscribe(String filter) throws MqttException {
        client.subscribe(filter, 1).waitForCompletion(TIMEOUT_MS);
    }

    /** Messages received so far. */
    public List<Message> messages() {
        return new ArrayList<>(messages);
    }

    @Override
    public void close() throws MqttException {
        client.disconnectForcibly(0, 1_000, true);
        client.close();
    }

    private final class Collector implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            messages.add(new Message(topic, new String(message.getPayload(), StandardCharsets.UTF_8)));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            // the test notices by what does not come
        }

        @Override
        public void mqttErrorOccurred(MqttException e) {
            throw new AssertionError(e);
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // publish waits for its own token
        }

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {
            // the constructor waits for its own token
        }

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {
            // no authentication exchange is used
        }
    }
}
