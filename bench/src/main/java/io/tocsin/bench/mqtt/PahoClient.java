package io.tocsin.bench.mqtt;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Paho as it comes: counts messages, and reads the time of every hundredth. */
final class PahoClient implements Client, MqttCallback {
    private static final int RECEIVE_MAXIMUM = 1_000;
    private static final int SAMPLE_EVERY = 100;

    private final Histogram latencies = new SynchronizedHistogram(3);
    private volatile long receivedCount;

    PahoClient(int port, String prefix, int qos) throws MqttException {
        MqttAsyncClient client =
                new MqttAsyncClient("tcp://127.0.0.1:" + port, "bench-paho-" + prefix, new MemoryPersistence());
        client.setCallback(this);
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setReceiveMaximum(RECEIVE_MAXIMUM);
        client.connect(options).waitForCompletion();
        client.subscribe(prefix + "/+/temp", qos).waitForCompletion();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread of Paho's writes it
    public void messageArrived(String topic, MqttMessage message) {
        receivedCount++;
        if (receivedCount % SAMPLE_EVERY == 0) {
            byte[] payload = message.getPayload();
            long timeUs = 0;
            for (int i = payload.length - 17; i < payload.length - 1; i++) {
                timeUs = timeUs * 10 + payload[i] - '0';
            }
            long nowUs = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
            latencies.recordValue(Math.max(0, (nowUs - timeUs) * 1_000));
        }
    }

    @Override
    public long receivedCount() {
        return receivedCount;
    }

    @Override
    public Histogram latencies() {
        return latencies.copy();
    }

    @Override
    public long syncCount() {
        return 0;
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        System.err.println("the client was disconnected: " + response);
    }

    @Override
    public void mqttErrorOccurred(MqttException e) {
        System.err.println("the client failed: " + e);
    }

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
}
