package io.tocsin.gateway.demo;

import io.tocsin.engine.log.LineLog;
import io.tocsin.ingest.SourceException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * Publishes a {@link PressHall} over MQTT 5, QoS 1, one JSON object a reading: {@code {"value":71.3,"ts":1795195860000,
 * "q":"good"}}. Uses a thread of its own; the time of each reading is its intended time.
 */
public final class PressHallSimulator {
    private static final long SEED = 1;
    /**
     * The embedded broker drops acknowledgements when hundreds of messages are unacknowledged; this number is safe.
     */
    private static final int MAX_IN_FLIGHT = 50;

    private static final long TIMEOUT_MS = 5_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int QOS = 1;
    /** Paho's own wait for unacknowledged messages takes seconds too long. */
    private static final long NO_QUIESCE = 0;

    private final PressHall hall = new PressHall(SEED);
    private final MqttAsyncClient client;
    private final Consumer<String> log;
    private final long periodNs;
    private final Thread thread = new Thread(this::run, "tocsin-press-hall");
    private final Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);
    private final MqttActionListener acknowledged = new Acknowledged();
    private final AtomicLong publishedCount = new AtomicLong();
    private volatile boolean stopping;

    /**
     * @param url of the broker
     * @param readingsPerSecond over all sensors
     * @param log gets a line when publishing fails
     */
    public PressHallSimulator(String url, int readingsPerSecond, Consumer<String> log) {
        this.client = client(url);
        this.periodNs = NANOS_PER_SECOND * hall.sensorCount() / readingsPerSecond;
        this.log = log;
    }

    /** Number of sensors. */
    public int sensorCount() {
        return hall.sensorCount();
    }

    /** Readings published so far. */
    public long publishedCount() {
        return publishedCount.get();
    }

    /**
     * Connects and begins to publish.
     *
     * @throws SourceException when there is no connection to the broker
     */
    public void start() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        try {
            client.connect(options).waitForCompletion(TIMEOUT_MS);
        } catch (MqttException e) {
            throw new SourceException(
                    "press hall: cannot connect to " + client.getServerURI() + ": " + e.getMessage(), e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** Stops publishing, waits for the broker's acknowledgements, disconnects. */
    public void stop() {
        stopping = true;
        LockSupport.unpark(thread);
        try {
            thread.join(TIMEOUT_MS);
            if (!inFlight.tryAcquire(MAX_IN_FLIGHT, TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                LineLog.warn(log, "press hall: the broker has not acknowledged everything");
            }
            if (client.isConnected()) {
                client.disconnect(NO_QUIESCE).waitForCompletion(TIMEOUT_MS);
            }
            client.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (MqttException e) {
            LineLog.warn(log, "press hall: cannot disconnect: " + e.getMessage());
        }
    }

    private static MqttAsyncClient client(String url) {
        try {
            return new MqttAsyncClient(url, "press-hall", new MemoryPersistence());
        } catch (MqttException e) {
            throw new IllegalArgumentException("not an address of a broker, url=" + url, e);
        }
    }

    private void run() {
        long startNs = System.nanoTime();
        long startMs = System.currentTimeMillis();
        try {
            for (long round = 0; !stopping; round++) {
                long sinceStartNs = round * periodNs;
                waitUntil(startNs + sinceStartNs);
                publishRound(sinceStartNs, startMs);
            }
        } catch (MqttException e) {
            LineLog.warn(log, "press hall: publishing has failed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publishRound(long sinceStartNs, long startMs) throws MqttException, InterruptedException {
        double timeS = (double) sinceStartNs / NANOS_PER_SECOND;
        long eventTimeMs = startMs + TimeUnit.NANOSECONDS.toMillis(sinceStartNs);
        for (int sensor = 0; sensor < hall.sensorCount() && !stopping; sensor++) {
            if (!hall.isSilent(sensor, timeS)) {
                publish(hall.name(sensor), hall.value(sensor, timeS), eventTimeMs);
            }
        }
    }

    private void publish(String topic, double value, long eventTimeMs) throws MqttException, InterruptedException {
        while (!inFlight.tryAcquire(TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
            LineLog.warn(log, "press hall: the broker has acknowledged nothing for 5 s");
            if (stopping) {
                return;
            }
        }
        String json = String.format(Locale.ROOT, "{\"value\":%.2f,\"ts\":%d,\"q\":\"good\"}", value, eventTimeMs);
        client.publish(
                topic, new MqttMessage(json.getBytes(StandardCharsets.UTF_8), QOS, false, null), null, acknowledged);
        publishedCount.incrementAndGet();
    }

    private void waitUntil(long dueNs) {
        for (long waitNs = dueNs - System.nanoTime(); waitNs > 0 && !stopping; waitNs = dueNs - System.nanoTime()) {
            LockSupport.parkNanos(waitNs);
        }
    }

    /** Makes room for the next message. */
    private final class Acknowledged implements MqttActionListener {
        @Override
        public void onSuccess(IMqttToken token) {
            inFlight.release();
        }

        @Override
        public void onFailure(IMqttToken token, Throwable cause) {
            inFlight.release();
            LineLog.warn(log, "press hall: the broker refused a message: " + cause.getMessage());
        }
    }
}
