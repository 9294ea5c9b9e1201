package io.tocsin.bench.flink;

import org.apache.flink.streaming.api.operators.InputSelectable;
import org.apache.flink.streaming.api.operators.InputSelection;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.operators.join.KeyedCoProcessOperatorWithWatermarkDelay;
import org.apache.flink.table.runtime.operators.join.interval.RowTimeIntervalJoin;
import org.apache.flink.util.OutputTag;

/**
 * The operator of Flink SQL's interval join, but it reads its inputs in the order of arrival and leaves out what is
 * late: SQL joins a late row with whatever happens to be kept.
 */
final class OrderedSqlJoin extends KeyedCoProcessOperatorWithWatermarkDelay<RowData, RowData, RowData, RowData>
        implements InputSelectable {
    private static final long serialVersionUID = 1;

    private final ArrivalOrder order;
    private final OutputTag<RowData> late;

    OrderedSqlJoin(RowTimeIntervalJoin join, OutputTag<RowData> late, ArrivalOrder order) {
        super(join, join.getMaxOutputDelay());
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
    public void processElement1(StreamRecord<RowData> element) throws Exception {
        order.onRead(true);
        if (isForJoin(element)) {
            super.processElement1(element);
        }
    }

    @Override
    public void processElement2(StreamRecord<RowData> element) throws Exception {
        order.onRead(false);
        if (isForJoin(element)) {
            super.processElement2(element);
        }
    }

    private boolean isForJoin(StreamRecord<RowData> element) {
        boolean isSample = SqlRows.isSample(element.getValue());
        if (isSample && element.getTimestamp() <= combinedWatermark.getCombinedWatermark()) {
            output.collect(late, element);
            return false;
        }
        return isSample;
    }
}
