package io.tocsin.bench.peers.flink;

import io.tocsin.bench.Workload;
import io.tocsin.bench.peers.feed.PeerReading;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** W1: emits the readings that change the alarm. */
final class HighAlarm extends KeyedProcessFunction<Integer, PeerReading, PeerReading> {
    private static final long serialVersionUID = 1;

    private transient ValueState<Boolean> active;

    @Override
    public void open(OpenContext context) {
        active = getRuntimeContext().getState(new ValueStateDescriptor<>("active", Types.BOOLEAN));
    }

    @Override
    public void processElement(PeerReading reading, Context context, Collector<PeerReading> out) throws Exception {
        double value = reading.getValue();
        if (active.value() != null) {
            if (value <= Workload.CLEAR_AT) {
                active.clear();
                out.collect(reading);
            }
        } else if (value > Workload.LIMIT) {
            active.update(true);
            out.collect(reading);
        }
    }
}
