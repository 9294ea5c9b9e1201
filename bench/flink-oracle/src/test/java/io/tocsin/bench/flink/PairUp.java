package io.tocsin.bench.flink;

import io.tocsin.engine.plan.join.JoinType;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.CoGroupFunction;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** Makes the pairs of a window of both sides' samples. */
final class PairUp extends ProcessWindowFunction<JoinReading, WindowPairs, String, TimeWindow> {
    private static final long serialVersionUID = 1;

    private final JoinType type;

    PairUp(JoinType type) {
        this.type = type;
    }

    @Override
    public void process(String key, Context context, Iterable<JoinReading> samples, Collector<WindowPairs> collector) {
        List<Reading> lefts = new ArrayList<>();
        List<Reading> rights = new ArrayList<>();
        samples.forEach(each -> (each.isLeft() ? lefts : rights).add(each.reading()));
        TimeWindow window = context.window();
        collector.collect(new WindowPairs(
                context.currentWatermark(), window.getStart(), window.getEnd(), pairs(type, lefts, rights)));
    }

    /** The same for {@code coGroup}. */
    static CoGroupFunction<Reading, Reading, Pair> coGroup(JoinType type) {
        return (lefts, rights, collector) -> pairs(type, lefts, rights).forEach(collector::collect);
    }

    private static List<Pair> pairs(JoinType type, Iterable<Reading> lefts, Iterable<Reading> rights) {
        boolean hasLeft = lefts.iterator().hasNext();
        boolean hasRight = rights.iterator().hasNext();
        List<Pair> pairs = new ArrayList<>();
        if (hasLeft && hasRight && type != JoinType.ANTI) {
            lefts.forEach(left -> rights.forEach(right -> pairs.add(new Pair(left, right))));
        }
        if (!hasRight && (type == JoinType.LEFT || type == JoinType.FULL || type == JoinType.ANTI)) {
            lefts.forEach(left -> pairs.add(new Pair(left, null)));
        }
        if (!hasLeft && (type == JoinType.RIGHT || type == JoinType.FULL)) {
            rights.forEach(right -> pairs.add(new Pair(null, right)));
        }
        return pairs;
    }
}
