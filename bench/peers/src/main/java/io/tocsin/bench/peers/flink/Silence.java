package io.tocsin.bench.peers.flink;

import io.tocsin.bench.peers.feed.PeerReading;
import io.tocsin.bench.peers.feed.PeerRow;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * W4: emits sensor and due time of each silence, while it lasts. A sensor has one timer, which is set anew only when it
 * fires and the sensor has sent since.
 */
final class Silence extends KeyedProcessFunction<Integer, PeerReading, Tuple2<Integer, Long>> {
    private static final long serialVersionUID = 1;

    /** The due time; none when the silence has been noticed. */
    private transient ValueState<Long> due;

    @Override
    public void open(OpenContext context) {
        due = getRuntimeContext().getState(new ValueStateDescriptor<>("due", Types.LONG));
    }

    @Override
    public void processElement(PeerReading reading, Context context, Collector<Tuple2<Integer, Long>> out)
            throws Exception {
        Long dueNs = due.value();
        if (dueNs == null) {
            context.timerService().registerEventTimeTimer(PeerRow.dueNs(reading.getTime()));
        } else if (dueNs < reading.getTime()) {
            out.collect(Tuple2.of(reading.getSensor(), dueNs));
        }
        due.update(PeerRow.dueNs(reading.getTime()));
    }

    @Override
    public void onTimer(long timeNs, OnTimerContext context, Collector<Tuple2<Integer, Long>> out) throws Exception {
        long dueNs = due.value();
        if (dueNs > timeNs) {
            context.timerService().registerEventTimeTimer(dueNs);
        } else {
            due.clear();
            out.collect(Tuple2.of(context.getCurrentKey(), dueNs));
        }
    }
}
