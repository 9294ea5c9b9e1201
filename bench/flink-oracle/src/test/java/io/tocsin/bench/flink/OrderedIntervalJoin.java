package io.tocsin.bench.flink;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.streaming.api.functions.co.ProcessJoinFunction;
import org.apache.flink.streaming.api.operators.InputSelectable;
import org.apache.flink.streaming.api.operators.InputSelection;
import org.apache.flink.streaming.api.operators.co.IntervalJoinOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * The operator of {@code KeyedStream.intervalJoin}, but it reads its inputs in the order of arrival, and a sample
 * exactly at the watermark is late. To Flink's windows it would be: nothing up to and including the watermark is still
 * to come. This operator of theirs takes it for one of those that are to come, though it has already dropped some of
 * its partners.
 */
final class OrderedIntervalJoin extends IntervalJoinOperator<String, Reading, Reading, Pair>
        implements InputSelectable {
    private static final long serialVersionUID = 1;

    private final ArrivalOrder order;
    private final OutputTag<Reading> late;

    OrderedIntervalJoin(
            long lowerBound,
            long upperBound,
            OutputTag<Reading> late,
            TypeSerializer<Reading> serializer,
            ArrivalOrder order) {
        super(lowerBound, upperBound, true, true, late, late, serializer, serializer, new Collect());
        this.order = order;
        this.late = late;
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
    public void processElement1(StreamRecord<Reading> element) throws Exception {
        order.onRead(true);
        if (isForJoin(element)) {
            super.processElement1(element);
        }
    }

    @Override
    public void processElement2(StreamRecord<Reading> element) throws Exception {
        order.onRead(false);
        if (isForJoin(element)) {
            super.processElement2(element);
        }
    }

    private boolean isForJoin(StreamRecord<Reading> element) {
        boolean isSample = element.getValue().isSample();
        if (isSample && element.getTimestamp() == combinedWatermark.getCombinedWatermark()) {
            output.collect(late, element);
            return false;
        }
        return isSample;
    }

    /** Gives each pair as it is. */
    static final class Collect extends ProcessJoinFunction<Reading, Reading, Pair> {
        private static final long serialVersionUID = 1;

        @Override
        public void processElement(Reading left, Reading right, Context context, Collector<Pair> pairs) {
            pairs.collect(new Pair(left, right));
        }
    }
}
