package io.tocsin.examples;

import io.tocsin.engine.dataflow.Dataflow;
import io.tocsin.engine.dataflow.DataflowBuilder;
import io.tocsin.engine.dataflow.LimitAlarm;
import io.tocsin.engine.dataflow.ReadingStream;
import io.tocsin.engine.function.Collector;
import io.tocsin.engine.function.Context;
import io.tocsin.engine.function.DoubleState;
import io.tocsin.engine.function.KeyedProcessFunction;
import io.tocsin.engine.function.LongState;
import io.tocsin.engine.function.OutputTag;
import io.tocsin.engine.function.Reading;
import io.tocsin.engine.function.StateContext;
import io.tocsin.engine.function.TimeDomain;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.gateway.Tocsin;
import java.time.Duration;

/**
 * A guard door that stays open for longer than half a minute while its machine runs. Two sensors of one machine meet in
 * one key; an event-time timer waits, also when no reading comes any more.
 *
 * <p>{@code plant/line1/press3/door} is 1 while open, {@code plant/line1/press3/run} is 1 while running.
 */
public final class DoorWatch {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private DoorWatch() {}

    /** The pipeline: 1 while the door is open for too long, 0 when that ends, and an alarm over it. */
    public static Dataflow dataflow() {
        DataflowBuilder builder = new DataflowBuilder();
        ReadingStream doors = builder.from("plant/+/+/door");
        ReadingStream running = builder.from("plant/+/+/run");
        doors.union(running)
                .keyBy("{2}/{3}")
                .process("door-watch", 1, OpenTooLong::new)
                .alarm(LimitAlarm.named("door-open")
                        .hi(0.5)
                        .priority(Priority.HIGH)
                        .message("{sensor}: the guard door is open while the machine runs"));
        return builder.build();
    }

    /**
     * Runs it as {@code tocsin} would: {@code run -c gateway.yaml}, {@code check -c gateway.yaml}, {@code replay …}.
     */
    public static void main(String[] args) {
        System.exit(Tocsin.execute(dataflow(), args));
    }

    /** Gives 1 and 0 as it begins and ends; on the side how long it lasted, seconds. */
    static final class OpenTooLong implements KeyedProcessFunction {
        private static final int DOOR = 0;
        private static final double NANOS_PER_SECOND = 1e9;

        private DoubleState open;
        private DoubleState runs;
        private LongState since;
        private LongState isTooLong;
        private OutputTag duration;

        @Override
        public void open(StateContext state) {
            open = state.doubleState("open");
            runs = state.doubleState("runs");
            since = state.longState("since");
            isTooLong = state.longState("too long");
            duration = state.sideOutput("seconds");
            state.eventTimeTimers(1);
        }

        @Override
        public void onReading(Reading reading, Context context, Collector out) {
            (reading.input() == DOOR ? open : runs).update(reading.value());
            boolean isUnsafe = open.orElse(0) > 0 && runs.orElse(0) > 0;
            if (isUnsafe && !since.isPresent()) {
                since.update(reading.timeNs());
                context.registerEventTimeTimer(reading.timeNs() + PATIENCE.toNanos());
            } else if (!isUnsafe && since.isPresent()) {
                end(reading.timeNs(), context, out);
            }
        }

        @Override
        public void onTimer(long timeNs, TimeDomain domain, Context context, Collector out) {
            isTooLong.update(1);
            out.collect(1);
        }

        private void end(long timeNs, Context context, Collector out) {
            context.deleteEventTimeTimer(since.orElse(0) + PATIENCE.toNanos());
            out.output(duration, (timeNs - since.orElse(timeNs)) / NANOS_PER_SECOND);
            since.clear();
            if (isTooLong.isPresent()) {
                isTooLong.clear();
                out.collect(0);
            }
        }
    }
}
