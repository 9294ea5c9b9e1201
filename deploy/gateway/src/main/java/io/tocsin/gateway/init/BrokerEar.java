package io.tocsin.gateway.init;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * Listens to a broker for a while, with QoS 0, in a session of its own that the broker forgets. Bounded: a number of
 * topics, a few messages of each. MQTT 3.1.1, which every broker speaks. Paho's thread adds, the caller waits.
 */
final class BrokerEar {
    /** The most topics that are kept. */
    static final int MAX_TOPICS = 20_000;
    /** The largest payload that is looked at, bytes. */
    static final int MAX_PAYLOAD = 256 * 1024;

    private static final int TIMEOUT_S = 10;

    private final SortedMap<String, HeardTopic> topics = new TreeMap<>();
    private long messages;
    private long skipped;
    private MqttException lost;

    /**
     * Listens.
     *
     * @param username or null
     * @param password or null
     * @throws MqttException when the broker cannot be reached, refuses, or the connection is lost
     */
    void listen(String url, String username, String password, List<String> filters, long durationMs)
            throws MqttException, InterruptedException {
        MqttClient client = new MqttClient(url, MqttClient.generateClientId(), new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setCleanSession(true);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout(TIMEOUT_S);
        options.setHttpsHostnameVerificationEnabled(true);
        options.setUserName(username);
        if (password != null) {
            options.setPassword(password.toCharArray());
        }
        try {
            client.setTimeToWait(TimeUnit.SECONDS.toMillis(TIMEOUT_S));
            client.setCallback(new Callback());
            client.connect(options);
            client.subscribe(filters.toArray(String[]::new), new int[filters.size()]);
            await(durationMs);
            if (client.isConnected()) {
                client.disconnect();
            }
        } finally {
            client.close(true);
        }
    }

    private synchronized void await(long durationMs) throws InterruptedException, MqttException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(durationMs);
        long leftMs = durationMs;
        while (leftMs > 0 && lost == null) {
            wait(leftMs);
            leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
        }
        if (lost != null) {
            throw lost;
        }
    }

    /** The topics in the order of their names. */
    synchronized Collection<HeardTopic> topics() {
        return List.copyOf(topics.values());
    }

    /** Messages that were heard. */
    synchronized long messages() {
        return messages;
    }

    /** Messages that were not looked at: too large, or of a topic beyond the bound. */
    synchronized long skipped() {
        return skipped;
    }

    private synchronized void add(String topic, MqttMessage message) {
        messages++;
        HeardTopic heard = topics.get(topic);
        boolean isRefused = message.getPayload().length > MAX_PAYLOAD
                || topic.getBytes(StandardCharsets.UTF_8).length > 1_024
                || (heard == null && topics.size() == MAX_TOPICS);
        if (isRefused) {
            skipped++;
            return;
        }
        if (heard == null) {
            heard = new HeardTopic(topic);
            topics.put(topic, heard);
        }
        heard.add(message.getPayload(), message.isRetained(), System.nanoTime());
    }

    private synchronized void onLost(Throwable cause) {
        lost = cause instanceof MqttException known ? known : new MqttException(cause);
        notifyAll();
    }

    private final class Callback implements MqttCallback {
        @Override
        public void connectionLost(Throwable cause) {
            onLost(cause);
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            add(topic, message);
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
            // nothing is published
        }
    }
}
