package io.tocsin.bench.peers.jet;

import com.hazelcast.jet.pipeline.Pipeline;
import io.tocsin.bench.paced.PacedFeed;
import io.tocsin.bench.peers.feed.PacedRow;
import io.tocsin.bench.peers.feed.PeerReading;

/** W1 in open loop; the source keeps the time. The job's processors find the feed here. */
public final class JetPaced implements PacedRow {
    private static volatile PacedFeed current;

    static PacedFeed current() {
        return current;
    }

    @Override
    public void run(PacedFeed feed) {
        current = feed;
        JetMember member = new JetMember();
        try {
            Pipeline pipeline = Pipeline.create();
            pipeline.readFrom(JetMember.source(PacedSource::new))
                    .withoutTimestamps()
                    .setLocalParallelism(1)
                    .groupingKey(PeerReading::getSensor)
                    .mapStateful(HighAlarm::new, (alarm, sensor, reading) -> alarm.on(reading))
                    .setLocalParallelism(1)
                    .writeTo(Sink.to(reading -> current().onChange(reading.getTime())));
            member.submit(pipeline);
            member.awaitEnd();
        } finally {
            member.stop();
        }
    }
}
