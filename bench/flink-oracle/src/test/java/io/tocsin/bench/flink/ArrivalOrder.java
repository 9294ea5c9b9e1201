package io.tocsin.bench.flink;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.operators.InputSelection;

/**
 * Which of its two inputs an operator of Flink reads next: the one whose reading arrived first. Flink reads any input
 * with data, so the late samples would differ in every run; an operator that is {@code InputSelectable} chooses its
 * input.
 */
final class ArrivalOrder implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<Boolean> fromLeft = new ArrayList<>();
    private int next;

    /**
     * @param readings as they arrived; each input has those of its side, every one that is the newest of its side
     *     followed by a watermark
     */
    ArrivalOrder(List<JoinReading> readings) {
        long leftNs = Long.MIN_VALUE;
        long rightNs = Long.MIN_VALUE;
        for (JoinReading each : readings) {
            long timeNs = each.reading().timeNs();
            fromLeft.add(each.isLeft());
            if (timeNs > (each.isLeft() ? leftNs : rightNs)) {
                fromLeft.add(each.isLeft());
                leftNs = each.isLeft() ? timeNs : leftNs;
                rightNs = each.isLeft() ? rightNs : timeNs;
            }
        }
    }

    /** The input to read from; both inputs when all their readings are read. */
    InputSelection selection() {
        if (next >= fromLeft.size()) {
            return InputSelection.ALL;
        }
        return fromLeft.get(next) ? InputSelection.FIRST : InputSelection.SECOND;
    }

    /** An element or a watermark has been read from an input. */
    void onRead(boolean left) {
        if (next < fromLeft.size() && fromLeft.get(next) != left) {
            throw new IllegalStateException("read from the other input, step=" + next + ", left=" + left);
        }
        next++;
    }
}
