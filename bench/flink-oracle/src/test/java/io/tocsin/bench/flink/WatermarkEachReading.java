package io.tocsin.bench.flink;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.BoundedOutOfOrdernessWatermarks;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * Flink's bounded out-of-orderness, but told after every reading instead of by the wall clock, every 200 ms: what is late
 * must depend on the stream alone.
 */
final class WatermarkEachReading implements WatermarkGenerator<Reading> {
    private final BoundedOutOfOrdernessWatermarks<Reading> bounded;

    WatermarkEachReading(Duration outOfOrderness) {
        this.bounded = new BoundedOutOfOrdernessWatermarks<>(outOfOrderness);
    }

    @Override
    public void onEvent(Reading reading, long timestamp, WatermarkOutput output) {
        bounded.onEvent(reading, timestamp, output);
        bounded.onPeriodicEmit(output);
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        // Told already.
    }
}
