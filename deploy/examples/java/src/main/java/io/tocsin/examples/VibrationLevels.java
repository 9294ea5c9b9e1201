package io.tocsin.examples;

import io.tocsin.engine.dataflow.AggregatedStream;
import io.tocsin.engine.dataflow.Dataflow;
import io.tocsin.engine.dataflow.DataflowBuilder;
import io.tocsin.engine.dataflow.LimitAlarm;
import io.tocsin.engine.dataflow.MissingAlarm;
import io.tocsin.engine.dataflow.ReadingStream;
import io.tocsin.engine.dataflow.Windows;
import io.tocsin.engine.plan.window.Aggregate;
import java.time.Duration;

/**
 * Vibration of machines: minutes by the machine over all its axes, alarms over their average, the highest value so far.
 */
public final class VibrationLevels {
    private VibrationLevels() {}

    /** The pipeline; rows of the minutes go to the sink {@code history}. */
    public static Dataflow dataflow() {
        DataflowBuilder builder = new DataflowBuilder();
        ReadingStream axes = builder.from("plant/+/vibration/+");
        ReadingStream magnitude = axes.map("magnitude", 1, Math::abs);
        AggregatedStream minutes = magnitude
                .keyBy("{3}")
                .outOfOrderness(Duration.ofSeconds(5))
                .window(Windows.tumbling(Duration.ofMinutes(1)))
                .aggregate("vibration-1m", Aggregate.AVG, Aggregate.MAX)
                .sink("history");
        minutes.of(Aggregate.AVG)
                .alarm(LimitAlarm.named("vibration").hi(7.1).deadband(0.5))
                .alarm(MissingAlarm.named("no-vibration", Duration.ofMinutes(10)));
        magnitude.keyBy("{3}").reduce("vibration-peak", 1, Math::max);
        return builder.build();
    }
}
