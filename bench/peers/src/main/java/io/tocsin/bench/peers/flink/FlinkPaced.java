package io.tocsin.bench.peers.flink;

import io.tocsin.bench.paced.PacedFeed;
import io.tocsin.bench.peers.feed.PacedRow;
import io.tocsin.bench.peers.feed.PeerReading;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.legacy.SinkFunction;
import org.apache.flink.streaming.api.functions.source.legacy.SourceFunction;

/** W1 in open loop; the source keeps the time. The job's functions find the feed here. */
public final class FlinkPaced implements PacedRow {
    private static volatile PacedFeed current;

    private final boolean isChained;

    /**
     * A row.
     *
     * @param isChained whether there is no exchange between source and operator
     */
    public FlinkPaced(boolean isChained) {
        this.isChained = isChained;
    }

    @Override
    @SuppressWarnings("deprecation") // as in PassSource
    public void run(PacedFeed feed) throws Exception {
        current = feed;
        FlinkCluster cluster = new FlinkCluster();
        try {
            StreamExecutionEnvironment environment = FlinkCluster.environment();
            DataStream<PeerReading> readings =
                    environment.addSource(new Source(), TypeInformation.of(PeerReading.class));
            FlinkCluster.keyed(readings, isChained)
                    .process(new HighAlarm(), TypeInformation.of(PeerReading.class))
                    .addSink(new Changes());
            cluster.submit(environment);
            cluster.awaitEnd();
        } finally {
            cluster.stop();
        }
    }

    @SuppressWarnings("deprecation") // as in PassSource
    private static final class Source implements SourceFunction<PeerReading> {
        private static final long serialVersionUID = 1;

        @Override
        public void run(SourceContext<PeerReading> context) {
            PacedFeed feed = current;
            feed.start();
            for (long i = 0; i < feed.count(); i++) {
                long intendedNs = feed.awaitDue(i);
                context.collectWithTimestamp(
                        new PeerReading(PacedFeed.sensorId(i), intendedNs, PacedFeed.value(i)), intendedNs);
            }
        }

        @Override
        public void cancel() {
            // it ends by itself
        }
    }

    @SuppressWarnings("deprecation") // as in Sink
    private static final class Changes implements SinkFunction<PeerReading> {
        private static final long serialVersionUID = 1;

        @Override
        public void invoke(PeerReading reading, Context context) {
            current.onChange(reading.getTime());
        }
    }
}
