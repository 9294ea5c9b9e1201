package io.tocsin.examples;

import io.tocsin.engine.dataflow.Dataflow;
import io.tocsin.engine.dataflow.DataflowBuilder;
import io.tocsin.engine.dataflow.LimitAlarm;
import io.tocsin.engine.dataflow.ReadingStream;
import io.tocsin.engine.function.Collector;
import io.tocsin.engine.function.Context;
import io.tocsin.engine.function.DoubleState;
import io.tocsin.engine.function.KeyedProcessFunction;
import io.tocsin.engine.function.Reading;
import io.tocsin.engine.function.StateContext;
import io.tocsin.engine.function.StateTtl;
import java.time.Duration;

/**
 * A value that no sensor measures: how far a room is from dew, of its temperature (a sensor in Fahrenheit) and its
 * relative humidity. A humidity that is older than ten minutes does not count.
 */
public final class DewPoint {
    private DewPoint() {}

    /** The pipeline: degrees between air and dew point, and an alarm when they are few. */
    public static Dataflow dataflow() {
        DataflowBuilder builder = new DataflowBuilder();
        ReadingStream fahrenheit = builder.from("room/+/fahrenheit");
        ReadingStream humidity = builder.from("room/+/humidity");
        fahrenheit
                .filter("plausible", 1, value -> value > -60 && value < 250)
                .map("celsius", 1, DewPoint::celsius)
                .alarm(LimitAlarm.named("frost").lo(1).deadband(0.5));
        fahrenheit
                .union(humidity)
                .keyBy("{2}")
                .process("above-dew", 1, AboveDew::new)
                .alarm(LimitAlarm.named("condensation").lo(2).deadband(0.5).onDelay(Duration.ofMinutes(1)));
        return builder.build();
    }

    private static double celsius(double fahrenheit) {
        return (fahrenheit - 32) / 1.8;
    }

    /** Gives temperature less dew point, by Magnus' formula. */
    static final class AboveDew implements KeyedProcessFunction {
        private static final int AIR = 0;
        private static final double A = 17.62;
        private static final double B = 243.12;

        private DoubleState air;
        private DoubleState humidity;

        @Override
        public void open(StateContext state) {
            StateTtl fresh = StateTtl.eventTime(Duration.ofMinutes(10));
            air = state.doubleState("air", fresh);
            humidity = state.doubleState("humidity", fresh);
        }

        @Override
        public void onReading(Reading reading, Context context, Collector out) {
            if (reading.input() == AIR) {
                air.update(celsius(reading.value()));
            } else {
                humidity.update(reading.value() / 100);
            }
            if (air.isPresent() && humidity.isPresent()) {
                double celsius = air.orElse(0);
                // StrictMath is the same on every machine, and so is a replay.
                double gamma = StrictMath.log(humidity.orElse(1)) + A * celsius / (B + celsius);
                out.collect(celsius - B * gamma / (A - gamma));
            }
        }
    }
}
