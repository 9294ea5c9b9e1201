package io.tocsin.alerts.sink;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** A consumer with a session that outlives its connections. */
final class Subscriber implements MqttCallback, AutoCloseable {
    record Message(String topic, String payload) {}

    private static final long TIMEOUT_MS = 20_000;

    final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private MqttAsyncClient client;

    /** Connects, again after the broker was away; subscribes to {@code #}. */
    void connect(int port) throws MqttException {
        disconnect();
        client = new MqttAsyncClient("tcp://127.0.0.1:" + port, "consumer", new MemoryPersistence());
        client.setCallback(this);
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(3600L);
        options.setAutomaticReconnect(false);
        client.connect(options).waitForCompletion(TIMEOUT_MS);
        client.subscribe("#", 1).waitForCompletion(TIMEOUT_MS);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        messages.add(new Message(topic, new String(message.getPayload(), StandardCharsets.UTF_8)));
    }

    @Override
    public void close() throws MqttException {
        disconnect();
    }

    /** Ends the connection, not the session. */
    void disconnect() throws MqttException {
        if (client != null) {
            client.disconnectForcibly(0, 0, false);
            client.close(true);
            client = null;
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {}

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
}
