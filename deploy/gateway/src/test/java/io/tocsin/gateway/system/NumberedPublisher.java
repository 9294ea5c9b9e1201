package io.tocsin.gateway.system;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes readings of a press hall with QoS 1 as fast as the broker acknowledges, or slower, each with an event time
 * of its own, and keeps in memory, far from any file system that is tested, which of them the broker has acknowledged.
 */
public final class NumberedPublisher extends Thread {
    public static final long FIRST_EVENT_MS = 1_795_195_860_000L;
    private static final int SENSORS = 20;

    private final Wire wire;
    private final Random random;
    private final long pauseNs;
    private final Map<String, Set<Long>> acknowledged = new HashMap<>();
    private volatile boolean finishing;
    private volatile Exception failure;

    /**
     * Connects.
     *
     * @param pauseNs after each reading, 0 = none
     */
    public NumberedPublisher(String url, long seed, long pauseNs) throws Exception {
        super("publisher");
        this.wire = new Wire(url, "publisher");
        this.random = new Random(seed);
        this.pauseNs = pauseNs;
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            for (long n = 0; !finishing; n++) {
                publish("hall/" + n % SENSORS, FIRST_EVENT_MS + n / SENSORS * 10 + random.nextInt(10), n);
                if (pauseNs > 0) {
                    LockSupport.parkNanos(pauseNs);
                }
            }
        } catch (Exception e) {
            failure = e;
        }
    }

    /** Ends with a reading whose alarm tells that everything before it has been taken. */
    public void finish() throws Exception {
        finishing = true;
        join();
        if (failure != null) {
            throw new AssertionError("the publisher failed", failure);
        }
        wire.publish("hall/last", String.format(Locale.ROOT, "{\"ts\":%d,\"v\":2000}", FIRST_EVENT_MS));
        wire.close();
    }

    /** Event times in ns by sensor; only after {@link #finish()}. */
    public Map<String, Set<Long>> acknowledged() {
        return acknowledged;
    }

    private void publish(String sensor, long eventTimeMs, long n) throws Exception {
        // A few sensors fall silent for a while now and then.
        if ((n / 500) % 7 == n % SENSORS % 7) {
            return;
        }
        double value = 50 + 50 * Math.sin(n / 300.0 + n % SENSORS);
        wire.publish(sensor, String.format(Locale.ROOT, "{\"ts\":%d,\"v\":%.2f}", eventTimeMs, value));
        acknowledged.computeIfAbsent(sensor, s -> new HashSet<>()).add(eventTimeMs * 1_000_000);
    }
}
