package io.tocsin.examples;

import io.tocsin.engine.dataflow.Dataflow;
import io.tocsin.engine.dataflow.DataflowBuilder;
import io.tocsin.engine.dataflow.LimitAlarm;
import io.tocsin.engine.dataflow.ReadingStream;
import io.tocsin.engine.function.BroadcastState;
import io.tocsin.engine.function.Collector;
import io.tocsin.engine.function.Context;
import io.tocsin.engine.function.KeyedProcessFunction;
import io.tocsin.engine.function.Reading;
import io.tocsin.engine.function.StateContext;

/** A limit for all machines that an operator sets while the gateway runs, as a reading of {@code limits/pressure}. */
public final class SharedLimits {
    private static final String LIMIT = "limits/pressure";
    private static final int LIMITS_MAX = 16;
    private static final double DEFAULT_BAR = 8;

    private SharedLimits() {}

    /** The pipeline: how far each pressure is above the limit in force. */
    public static Dataflow dataflow() {
        DataflowBuilder builder = new DataflowBuilder();
        ReadingStream limits = builder.from("limits/+");
        builder.from("plant/+/pressure")
                .keyBySensor()
                .broadcast(limits)
                .process("over-limit", 1, OverLimit::new)
                .alarm(LimitAlarm.named("pressure").hi(0).deadband(0.2));
        return builder.build();
    }

    /** Gives the pressure less the limit. */
    static final class OverLimit implements KeyedProcessFunction {
        private BroadcastState limits;

        @Override
        public void open(StateContext state) {
            limits = state.broadcastState(LIMITS_MAX);
        }

        @Override
        public void onReading(Reading reading, Context context, Collector out) {
            out.collect(reading.value() - limits.getOrDefault(LIMIT, DEFAULT_BAR));
        }
    }
}
