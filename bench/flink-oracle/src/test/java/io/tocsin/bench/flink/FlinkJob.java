package io.tocsin.bench.flink;

import io.tocsin.engine.plan.window.CountWindow;
import io.tocsin.engine.plan.window.SessionWindow;
import io.tocsin.engine.plan.StreamNode;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.datastream.WindowedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.DynamicEventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.SessionWindowTimeGapExtractor;
import org.apache.flink.streaming.api.windowing.windows.GlobalWindow;
import org.apache.flink.streaming.api.windowing.windows.Window;
import org.apache.flink.util.OutputTag;

/**
 * Streams of our plan as one Flink job.
 *
 * <p><b>What makes both mean the same.</b> Our watermark is the key's, Flink's is the operator's: the least of its
 * inputs', whatever their keys. So every key of every stream gets a source, a watermark generator and a window operator
 * of its own, at parallelism 1: a job is hundreds of small pipelines side by side, each
 * {@code source → watermarks → samples only → keyBy → window}. Nothing of Flink is emulated; what is late, what fires
 * and when is decided by its own operators.
 *
 * <ul>
 *   <li>A nanosecond here is a millisecond there; only Flink's names for it differ.
 *   <li>Flink's watermark t says that nothing up to and including t is still to come, ours that nothing before t is:
 *       ours is greater by one, and both close a window at the same reading.
 *   <li>A reading is in the window before it moves the watermark, in both.
 *   <li>Readings that are no samples pass the generator and are filtered behind it: they move time only.
 *   <li>So are samples whose dynamic gap is not positive: Flink would fail the job.
 *   <li>A stream over another one's rows gets a watermark of its own from them, as a derived sensor has a time of its
 *       own.
 *   <li>A bounded source ends with the greatest watermark there is, in both.
 * </ul>
 */
final class FlinkJob {
    private static final OutputTag<Reading> LATE = new OutputTag<>("late", TypeInformation.of(Reading.class));

    private final StreamExecutionEnvironment environment;
    private final boolean mendsSessions;

    /**
     * @param mendsSessions whether {@link MendedSessionWindows} are used
     */
    FlinkJob(boolean mendsSessions) {
        this.mendsSessions = mendsSessions;
        environment = FlinkCluster.environment();
    }

    JobGraph graph() {
        return environment.getStreamGraph().getJobGraph();
    }

    /** The firings of a pipeline that was added under this name. */
    static List<Firing> firings(JobExecutionResult result, String name) {
        return result.getAccumulatorResult(name + " firings");
    }

    /** The late samples of a pipeline that was added under this name. */
    static List<Reading> late(JobExecutionResult result, String name) {
        return result.getAccumulatorResult(name + " late");
    }

    /** Whether a sample can be in a window. */
    static boolean hasGap(StreamNode stream, Reading sample) {
        return !(stream.window() instanceof SessionWindow session)
                || session.gapNs() > 0
                || gap(session.gapPerUnitNs(), sample) > 0;
    }

    private static long gap(long gapPerUnit, Reading sample) {
        return (long) (sample.value() * gapPerUnit);
    }

    /**
     * Adds the pipeline of one key.
     *
     * @param readings of the key, in the order of arrival, at least one
     */
    DataStream<Firing> add(String name, StreamNode stream, List<Reading> readings) {
        return add(name, stream, environment.fromData(readings, TypeInformation.of(Reading.class)));
    }

    /**
     * Adds the pipeline of a derived sensor behind that of a key.
     *
     * @param sensor its name
     */
    void addDerived(String name, StreamNode stream, DataStream<Firing> firings, String sensor) {
        add(name, stream, firings.map(new Derive(sensor), TypeInformation.of(Reading.class)));
    }

    private DataStream<Firing> add(String name, StreamNode stream, DataStream<Reading> readings) {
        SingleOutputStreamOperator<Reading> samples =
                WatermarkEachReading.assign(readings, stream.outOfOrdernessNs()).filter(Reading::isSample);
        if (stream.window() instanceof CountWindow window) {
            return fire(name, stream, countWindow(keyed(samples), window));
        }
        if (stream.window() instanceof SessionWindow window && window.gapNs() > 0) {
            Duration gap = Duration.ofMillis(window.gapNs());
            return fire(name, stream, keyed(samples).window(EventTimeSessionWindows.withGap(gap)));
        }
        if (stream.window() instanceof SessionWindow window) {
            long gapPerUnit = window.gapPerUnitNs();
            SessionWindowTimeGapExtractor<Reading> gap = sample -> gap(gapPerUnit, sample);
            DynamicEventTimeSessionWindows<Reading> sessions =
                    mendsSessions ? new MendedSessionWindows(gap) : EventTimeSessionWindows.withDynamicGap(gap);
            return fire(
                    name,
                    stream,
                    keyed(samples.filter(sample -> gap(gapPerUnit, sample) > 0)).window(sessions));
        }
        return fire(name, stream, keyed(samples).window(TimedWindows.assigner(stream.window())));
    }

    private static KeyedStream<Reading, String> keyed(SingleOutputStreamOperator<Reading> samples) {
        return samples.keyBy(Reading::key);
    }

    private static WindowedStream<Reading, String, GlobalWindow> countWindow(
            KeyedStream<Reading, String> samples, CountWindow window) {
        return window.size() == window.slide()
                ? samples.countWindow(window.size())
                : samples.countWindow(window.size(), window.slide());
    }

    private static <W extends Window> DataStream<Firing> fire(
            String name, StreamNode stream, WindowedStream<Reading, String, W> windows) {
        SingleOutputStreamOperator<Firing> firings = windows.allowedLateness(Duration.ofMillis(stream.latenessNs()))
                .sideOutputLateData(LATE)
                .process(new FiringFunction<>(stream.aggregates()), TypeInformation.of(Firing.class));
        firings.flatMap(new Keep<>(name + " firings"), TypeInformation.of(Firing.class));
        firings.getSideOutput(LATE).flatMap(new Keep<>(name + " late"), TypeInformation.of(Reading.class));
        return firings;
    }
}
