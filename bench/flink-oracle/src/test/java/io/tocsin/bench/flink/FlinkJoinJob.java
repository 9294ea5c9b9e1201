package io.tocsin.bench.flink;

import io.tocsin.engine.plan.join.JoinCondition.Interval;
import io.tocsin.engine.plan.join.JoinCondition.SameWindow;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.join.JoinType;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.datastream.CoGroupedStreams;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.operators.join.FlinkJoinType;
import org.apache.flink.table.runtime.operators.join.interval.IntervalJoinFunction;
import org.apache.flink.table.runtime.operators.join.interval.RowTimeIntervalJoin;
import org.apache.flink.util.OutputTag;

/**
 * Joins of our plan as one Flink job. As in {@link FlinkJob}, every key has operators of its own and a nanosecond here
 * is a millisecond there; every side of a key is a source with its own watermarks, and the operator that joins them
 * takes the lesser, as we do.
 *
 * <ul>
 *   <li>Inner interval joins: the operator of {@code intervalJoin}.
 *   <li>Outer ones, which the DataStream API has not: the operator of Flink SQL's interval join. SQL has no anti join
 *       of this kind; it is the left one without its pairs.
 *   <li>Window joins: the windows of {@code coGroup}, which {@code join} is made of too. That API has no word for what
 *       is late, so the two streams are united and put into windows here as it does it.
 * </ul>
 *
 * <p>Two inputs are read in the order of arrival: {@link ArrivalOrder}. The methods for streams in which nothing is
 * late go by Flink's API alone, and Flink reads as it likes.
 */
final class FlinkJoinJob {
    private static final TypeInformation<Reading> READING = TypeInformation.of(Reading.class);
    private static final TypeInformation<Pair> PAIR = TypeInformation.of(Pair.class);
    private static final OutputTag<Reading> LATE = new OutputTag<>("late", READING);
    private static final OutputTag<RowData> LATE_ROW = new OutputTag<>("late", SqlRows.readingType());
    private static final OutputTag<JoinReading> LATE_IN_WINDOW =
            new OutputTag<>("late", TypeInformation.of(JoinReading.class));

    private final StreamExecutionEnvironment environment = FlinkCluster.environment();

    JobGraph graph() {
        return environment.getStreamGraph().getJobGraph();
    }

    /** Pairs of the interval join, or the join by Flink's API, that was added under this name. */
    static List<Pair> pairs(JobExecutionResult result, String name) {
        return result.getAccumulatorResult(name + " pairs");
    }

    /** Pairs of the window join that was added under this name. */
    static List<WindowPairs> windows(JobExecutionResult result, String name) {
        return result.getAccumulatorResult(name + " windows");
    }

    /** The late samples of a join that was added under this name. */
    static List<Reading> late(JobExecutionResult result, String name) {
        return result.getAccumulatorResult(name + " late");
    }

    /**
     * Adds one key of a join.
     *
     * @param readings of the key, at least one a side
     */
    void add(String name, JoinNode join, List<JoinReading> readings) {
        ArrivalOrder order = new ArrivalOrder(readings);
        DataStream<Reading> left = side(join, readings, true);
        DataStream<Reading> right = side(join, readings, false);
        if (join.condition() instanceof SameWindow condition) {
            addWindow(name, join.type(), condition, left, right, order);
        } else if (join.type() == JoinType.INNER) {
            addInterval(name, (Interval) join.condition(), left, right, order);
        } else {
            addOuterInterval(name, join, left, right, order);
        }
    }

    /** Adds one key of a join in which nothing is late; of interval joins, an inner one. */
    void addByApi(String name, JoinNode join, List<JoinReading> readings) {
        DataStream<Reading> left = side(join, readings, true).filter(Reading::isSample);
        DataStream<Reading> right = side(join, readings, false).filter(Reading::isSample);
        if (join.condition() instanceof Interval interval) {
            keepPairs(
                    name,
                    left.keyBy(Reading::key)
                            .intervalJoin(right.keyBy(Reading::key))
                            .between(Duration.ofMillis(interval.lowerNs()), Duration.ofMillis(interval.upperNs()))
                            .process(new OrderedIntervalJoin.Collect(), PAIR));
            return;
        }
        SameWindow condition = (SameWindow) join.condition();
        if (join.type() == JoinType.INNER) {
            keepPairs(
                    name,
                    left.join(right)
                            .where(Reading::key)
                            .equalTo(Reading::key)
                            .window(TimedWindows.assigner(condition.window()))
                            .apply(Pair::new, PAIR));
            return;
        }
        CoGroupedStreams.WithWindow<Reading, Reading, String, TimeWindow> windows = left.coGroup(right)
                .where(Reading::key)
                .equalTo(Reading::key)
                .window(TimedWindows.assigner(condition.window()));
        keepPairs(name, windows.apply(PairUp.coGroup(join.type()), PAIR));
    }

    private DataStream<Reading> side(JoinNode join, List<JoinReading> readings, boolean left) {
        List<Reading> side = readings.stream()
                .filter(each -> each.isLeft() == left)
                .map(JoinReading::reading)
                .toList();
        return WatermarkEachReading.assign(environment.fromData(side, READING), join.outOfOrdernessNs());
    }

    private void addInterval(
            String name, Interval interval, DataStream<Reading> left, DataStream<Reading> right, ArrivalOrder order) {
        TypeSerializer<Reading> serializer =
                READING.createSerializer(environment.getConfig().getSerializerConfig());
        SingleOutputStreamOperator<Pair> pairs = left.connect(right)
                .keyBy(Reading::key, Reading::key)
                .transform(
                        "interval join",
                        PAIR,
                        new OrderedIntervalJoin(interval.lowerNs(), interval.upperNs(), LATE, serializer, order));
        keepPairs(name, pairs);
        keepLate(name, pairs.getSideOutput(LATE));
    }

    private static void addOuterInterval(
            String name, JoinNode join, DataStream<Reading> left, DataStream<Reading> right, ArrivalOrder order) {
        Interval interval = (Interval) join.condition();
        IntervalJoinFunction function =
                new IntervalJoinFunction(new NoFurtherCondition(), SqlRows.pairType(), new boolean[] {true});
        // SQL's bounds are those of the left one's time less the right one's.
        RowTimeIntervalJoin sqlJoin = new RowTimeIntervalJoin(
                join.type() == JoinType.ANTI
                        ? FlinkJoinType.LEFT
                        : FlinkJoinType.valueOf(join.type().name()),
                -interval.upperNs(),
                -interval.lowerNs(),
                0,
                0,
                SqlRows.readingType(),
                SqlRows.readingType(),
                function,
                SqlRows.TIME,
                SqlRows.TIME);
        SingleOutputStreamOperator<RowData> joined = left.map(SqlRows::row, SqlRows.readingType())
                .connect(right.map(SqlRows::row, SqlRows.readingType()))
                .keyBy(SqlRows::key, SqlRows::key, SqlRows.keyType())
                .transform("SQL interval join", SqlRows.pairType(), new OrderedSqlJoin(sqlJoin, LATE_ROW, order));
        boolean givesPairs = join.type() != JoinType.ANTI;
        keepPairs(name, joined.map(SqlRows::pair, PAIR).filter(pair -> givesPairs || pair.right() == null));
        keepLate(name, joined.getSideOutput(LATE_ROW).map(SqlRows::reading, READING));
    }

    private static void addWindow(
            String name,
            JoinType type,
            SameWindow condition,
            DataStream<Reading> left,
            DataStream<Reading> right,
            ArrivalOrder order) {
        SingleOutputStreamOperator<WindowPairs> windows = left.connect(right)
                .transform("union", TypeInformation.of(JoinReading.class), new OrderedUnion(order))
                .keyBy(each -> each.reading().key())
                .window(TimedWindows.assigner(condition.window()))
                .sideOutputLateData(LATE_IN_WINDOW)
                .process(new PairUp(type), TypeInformation.of(WindowPairs.class));
        windows.flatMap(new Keep<>(name + " windows"), TypeInformation.of(WindowPairs.class));
        keepLate(name, windows.getSideOutput(LATE_IN_WINDOW).map(JoinReading::reading, READING));
    }

    private static void keepPairs(String name, DataStream<Pair> pairs) {
        pairs.flatMap(new Keep<>(name + " pairs"), PAIR);
    }

    private static void keepLate(String name, DataStream<Reading> late) {
        late.flatMap(new Keep<>(name + " late"), READING);
    }
}
