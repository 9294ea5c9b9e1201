package io.tocsin.gateway.fault;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * Publishes messages of two readings each with QoS 1, in the order of event time within each sensor, many in flight,
 * and counts what the broker has acknowledged.
 */
final class CountingPublisher extends Thread {
    static final int SENSORS = 20;
    static final int READINGS_OF_MESSAGE = 2;

    private static final long FIRST_EVENT_MS = 1_795_195_860_000L;
    private static final long END_EVENT_MS = FIRST_EVENT_MS + 800L * 86_400_000;
    private static final int MAX_IN_FLIGHT = 2_000;
    private static final long TIMEOUT_MS = 60_000;

    private static final long PAUSE_NS = 1_000_000;

    private final MqttAsyncClient client;
    private volatile boolean finishing;
    private volatile Exception failure;
    private long messageCount;

    CountingPublisher(String url) throws MqttException {
        super("publisher");
        client = new MqttAsyncClient(url, "publisher", new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMaxInflight(2 * MAX_IN_FLIGHT);
        client.connect(options).waitForCompletion(TIMEOUT_MS);
        setDaemon(true);
    }

    @Override
    public void run() {
        IMqttDeliveryToken[] inFlight = new IMqttDeliveryToken[MAX_IN_FLIGHT];
        try {
            for (long n = 0; !finishing; n++) {
                int place = (int) (n % MAX_IN_FLIGHT);
                if (inFlight[place] != null) {
                    inFlight[place].waitForCompletion(TIMEOUT_MS);
                }
                inFlight[place] = publish(n, FIRST_EVENT_MS + n);
                messageCount++;
                LockSupport.parkNanos(PAUSE_NS); // a gateway that is killed again and again must catch up in the end
            }
            for (IMqttDeliveryToken token : inFlight) {
                if (token != null) {
                    token.waitForCompletion(TIMEOUT_MS);
                }
            }
        } catch (MqttException e) {
            failure = e;
        }
    }

    private IMqttDeliveryToken publish(long n, long eventTimeMs) throws MqttException {
        String payload = String.format(Locale.ROOT, "{\"ts\":%d,\"a\":%d,\"b\":%d}", eventTimeMs, n % 7, n % 3);
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        long beginNs = System.nanoTime();
        while (true) {
            try {
                return client.publish("hall/" + n % SENSORS, bytes, 1, false);
            } catch (MqttException e) {
                // A thread of Paho's own counts acknowledgements, later than they complete their tokens.
                if (e.getReasonCode() != MqttException.REASON_CODE_MAX_INFLIGHT
                        || System.nanoTime() - beginNs > TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS)) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    /** Ends with a reading of each sensor so late that all windows of those before close. */
    void finish() throws Exception {
        finishing = true;
        join();
        for (int sensor = 0; sensor < SENSORS; sensor++) {
            publish(sensor, END_EVENT_MS).waitForCompletion(TIMEOUT_MS);
        }
        client.disconnect().waitForCompletion(TIMEOUT_MS);
        client.close();
        if (failure != null) {
            throw new AssertionError("the publisher failed", failure);
        }
    }

    /** Readings whose windows have closed; only after {@link #finish()}. */
    long readingCount() {
        return messageCount * READINGS_OF_MESSAGE;
    }

    /** Readings that came at the end to close them. */
    long closingCount() {
        return (long) SENSORS * READINGS_OF_MESSAGE;
    }
}
