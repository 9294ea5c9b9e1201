package io.tocsin.bench.flink;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.BoundedOutOfOrdernessWatermarks;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Flink's bounded out-of-orderness, but with a watermark after every reading instead of every 200 ms of the wall clock:
 * lateness must depend on the stream alone.
 */
final class WatermarkEachReading implements WatermarkGenerator<Reading> {
    private final BoundedOutOfOrdernessWatermarks<Reading> bounded;

    private WatermarkEachReading(Duration outOfOrderness) {
        this.bounded = new BoundedOutOfOrdernessWatermarks<>(outOfOrderness);
    }

    /** The readings with their times, and the watermarks that follow from them. */
    static SingleOutputStreamOperator<Reading> assign(DataStream<Reading> readings, long outOfOrdernessNs) {
        Duration outOfOrderness = Duration.ofMillis(outOfOrdernessNs);
        return readings.assignTimestampsAndWatermarks(
                WatermarkStrategy.<Reading>forGenerator(context -> new WatermarkEachReading(outOfOrderness))
                        .withTimestampAssigner((reading, recordTimestamp) -> reading.timeNs()));
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
