package io.tocsin.bench.flink;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InputSelectable;
import org.apache.flink.streaming.api.operators.InputSelection;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** The union that {@code coGroup} makes of its two streams before it opens windows, but in the order of arrival. */
final class OrderedUnion extends AbstractStreamOperator<JoinReading>
        implements TwoInputStreamOperator<Reading, Reading, JoinReading>, InputSelectable {
    private static final long serialVersionUID = 1;

    private final ArrivalOrder order;

    OrderedUnion(ArrivalOrder order) {
        this.order = order;
    }

    @Override
    public InputSelection nextSelection() {
        return order.selection();
    }

    @Override
    public void processWatermark1(Watermark mark) throws Exception {
        order.onRead(true);
        super.processWatermark1(mark);
    }

    @Override
    public void processWatermark2(Watermark mark) throws Exception {
        order.onRead(false);
        super.processWatermark2(mark);
    }

    @Override
    public void processElement1(StreamRecord<Reading> element) {
        forward(element, true);
    }

    @Override
    public void processElement2(StreamRecord<Reading> element) {
        forward(element, false);
    }

    private void forward(StreamRecord<Reading> element, boolean left) {
        order.onRead(left);
        if (element.getValue().isSample()) {
            output.collect(new StreamRecord<>(new JoinReading(left, element.getValue()), element.getTimestamp()));
        }
    }
}
