package io.tocsin.ingest.sparkplug;

import io.tocsin.ingest.decode.EventTime;
import java.nio.charset.StandardCharsets;

/** A metric that a birth defines: its sensor and type, and the times of its last readings. */
final class Metric {
    /** Stands for metrics that are no sensors: {@code bdSeq} and the controls. */
    static final Metric CONTROL = new Metric(null, "");

    private final Device device;
    private final byte[] sensorName;
    private MetricTable table;
    private int type;
    private long liveNs = EventTime.INVALID;
    private long deathNs = EventTime.INVALID;

    /**
     * @param device to which it belongs; null for the stand-in
     * @param name of the metric; its slashes are levels
     */
    Metric(Device device, String name) {
        this.device = device;
        String escaped =
                name.replaceAll("%(?=2[B35])", "%25").replace("+", "%2B").replace("#", "%23");
        sensorName = ((device == null ? "" : device.owner()) + '/' + escaped).getBytes(StandardCharsets.UTF_8);
    }

    Device device() {
        return device;
    }

    byte[] sensorName() {
        return sensorName;
    }

    int type() {
        return type;
    }

    void type(int birthType) {
        type = birthType;
    }

    /** Whether a metric belongs to a birth. */
    boolean isIn(MetricTable birth) {
        return table == birth;
    }

    /** The metric belongs to a birth now, and to no other. */
    void table(MetricTable birth) {
        table = birth;
    }

    /** Event time of the newest live reading, or {@link EventTime#INVALID}. */
    long liveNs() {
        return liveNs;
    }

    /** When the metric last became BAD for want of its node or device; {@link EventTime#INVALID} if never. */
    long deathNs() {
        return deathNs;
    }

    /** Notes a live reading. */
    void onLive(long eventTimeNs) {
        liveNs = Math.max(liveNs, eventTimeNs);
    }

    /** Notes that the metric became BAD. */
    void onDeath(long receiveTimeNs) {
        deathNs = receiveTimeNs;
    }
}
