package io.tocsin.bench.peers.flink;

import io.tocsin.bench.Workload;
import io.tocsin.bench.peers.feed.PeerReading;
import io.tocsin.bench.peers.feed.PulledRow;
import io.tocsin.bench.throughput.Task;
import io.tocsin.bench.throughput.WindowTask;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.WindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;

/** A workload as a chain: the source calls the operator. */
public final class FlinkRow extends PulledRow {
    private FlinkCluster cluster;

    /** A row. */
    public FlinkRow(Task task, Workload workload) {
        super(task, workload);
    }

    @Override
    protected void startJob() throws Exception {
        cluster = new FlinkCluster();
        StreamExecutionEnvironment environment = FlinkCluster.environment();
        KeyedStream<PeerReading, Integer> readings = FlinkCluster.keyed(source(environment), true);
        switch (task) {
            case W1 ->
                readings.process(new HighAlarm(), TypeInformation.of(PeerReading.class))
                        .addSink(new Sink<>((row, reading) -> row.onChange(
                                reading.getSensor(),
                                reading.getTime(),
                                reading.getValue() > Workload.LIMIT,
                                reading.getValue())));
            case W4, W4S ->
                readings.process(new Silence(), Types.TUPLE(Types.INT, Types.LONG))
                        .addSink(new Sink<>((row, silence) -> row.onSilence(silence.f0, silence.f1)));
            case W2, W3, W3F -> windows(readings);
        }
        cluster.submit(environment);
    }

    @SuppressWarnings("deprecation") // see the source
    private static DataStream<PeerReading> source(StreamExecutionEnvironment environment) {
        return environment.addSource(new PassSource(), TypeInformation.of(PeerReading.class));
    }

    private void windows(KeyedStream<PeerReading, Integer> readings) {
        WindowTask window = task.window();
        Duration size = Duration.ofMillis(window.sizeNs());
        WindowAssigner<Object, TimeWindow> assigner = window.isTumbling()
                ? TumblingEventTimeWindows.of(size)
                : SlidingEventTimeWindows.of(size, Duration.ofMillis(window.slideNs()));
        // The window's end travels in a pair with its figures.
        WindowFunction<Stats, KeyedStats, Integer, TimeWindow> named = (sensor, at, stats, out) ->
                out.collect(new KeyedStats(sensor, at.getEnd(), stats.iterator().next()));
        readings.window(assigner)
                .aggregate(
                        new Stats.Add(), named, TypeInformation.of(Stats.class), TypeInformation.of(KeyedStats.class))
                .addSink(new Sink<>((row, stats) -> stats.giveTo(row)));
    }

    @Override
    protected void drain() {
        // the source has called operator and sink; its thread lives on, so that its allocations can be counted
    }

    @Override
    protected void stop() throws Exception {
        endSource();
        cluster.awaitEnd();
        cluster.stop();
    }
}
