package io.tocsin.engine.testkit;

import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One row of a stream, kept; that of a join has the times of its sides behind its values, NaN for none. A text is a
 * number beyond all others: lists compare NaNs as equal.
 */
public record SeenRow(
        long position,
        long receivedNs,
        int streamId,
        int sensorId,
        long startNs,
        long endNs,
        long count,
        boolean isUpdate,
        boolean isLate,
        List<Double> values) {

    /** The text of id 0. */
    public static final double FIRST_TEXT = 1e15;

    public static SeenRow of(StreamRowFlyweight row) {
        List<Double> values = new ArrayList<>();
        int timeCount = row.isJoin() ? 2 : 0;
        for (int i = 0; i < row.valueCount() - timeCount; i++) {
            double value = row.value(i);
            values.add(TextValue.isText(value) ? FIRST_TEXT + TextValue.id(value) : value);
        }
        for (int i = row.valueCount() - timeCount; i < row.valueCount(); i++) {
            values.add(row.timeNs(i) == Long.MIN_VALUE ? Double.NaN : row.timeNs(i));
        }
        return new SeenRow(
                row.position(),
                row.receivedNs(),
                row.streamId(),
                row.sensorId(),
                row.startNs(),
                row.endNs(),
                row.count(),
                row.isUpdate(),
                row.isLate(),
                values);
    }

    /** {@code [0,10) 3: 1.5 2.0}, with {@code again} or {@code late} behind it. */
    public String brief() {
        return "[" + startNs + "," + endNs + ") " + count + ": "
                + values.stream().map(String::valueOf).collect(Collectors.joining(" ")) + (isUpdate ? " again" : "")
                + (isLate ? " late" : "");
    }
}
