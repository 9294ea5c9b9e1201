package io.tocsin.ingest.mqtt;

import java.nio.charset.StandardCharsets;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A device: publishes and waits for the broker's acknowledgement. */
final class Publisher implements AutoCloseable {
    private static final long TIMEOUT_MS = 10_000;

    private final MqttAsyncClient client;

    Publisher(String url) throws MqttException {
        client = new MqttAsyncClient(url, MqttAsyncClient.generateClientId(), new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMaxInflight(1_000);
        client.connect(options).waitForCompletion(TIMEOUT_MS);
    }

    void publish(String topic, String payload, int qos) throws MqttException {
        publish(topic, payload.getBytes(StandardCharsets.UTF_8), qos, false);
    }

    void publish(String topic, byte[] payload, int qos, boolean retained) throws MqttException {
        client.publish(topic, payload, qos, retained).waitForCompletion(TIMEOUT_MS);
    }

    @Override
    public void close() throws MqttException {
        client.disconnect().waitForCompletion(TIMEOUT_MS);
        client.close();
    }
}
