package io.tocsin.alerts.outbox;

import io.tocsin.alerts.log.frame.FrameType;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.metrics.LatencyRecorder;
import io.tocsin.engine.metrics.LatencyStage;
import java.util.function.LongSupplier;

/**
 * Counts one sink's deliveries, and records the latencies of those alarm events that were decided live in this process:
 * the latency of a backlog would only measure the downtime of the process, and a window's time is not the begin of a
 * wait. The sink's thread.
 */
public final class DeliveryMeter {
    private final Counters counters;
    private final LatencyRecorder sinceReceived;
    private final LatencyRecorder sinceMeasured;
    private final LongSupplier clockNs;
    private volatile long firstLiveSequence = Long.MAX_VALUE;

    /**
     * @param clockNs the gateway's clock, epoch nanoseconds
     */
    public DeliveryMeter(Counters counters, Latencies latencies, LongSupplier clockNs) {
        this.counters = counters;
        this.sinceReceived = latencies.recorder(LatencyStage.RECEIVE_TO_PUBLISHED);
        this.sinceMeasured = latencies.recorder(LatencyStage.SENSOR_TO_PUBLISHED);
        this.clockNs = clockNs;
    }

    /** Sets the first live frame. Any thread, before the sink's thread starts. */
    public void liveFrom(long sequence) {
        firstLiveSequence = sequence;
    }

    void delivered(LogFrame frame) {
        if (frame.type() == FrameType.GAP) {
            counters.increment(Counter.GAPS_DELIVERED);
            return;
        }
        if (frame.type() != FrameType.EVENT) {
            counters.increment(Counter.ROWS_DELIVERED);
            return;
        }
        counters.increment(Counter.ALARMS_DELIVERED);
        if (frame.sequence() >= firstLiveSequence) {
            long nowNs = clockNs.getAsLong();
            sinceReceived.record(nowNs - frame.receivedNs());
            sinceMeasured.record(nowNs - frame.timeNs());
        }
    }

    /**
     * @param isKept whether the dead-letter file had room
     */
    void setAside(boolean isKept) {
        counters.increment(Counter.UNDELIVERABLE);
        if (!isKept) {
            counters.increment(Counter.DEAD_LETTERS_FULL);
        }
    }
}
