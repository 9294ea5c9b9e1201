package io.tocsin.bench.peers.jet;

import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.jet.pipeline.StreamStageWithKey;
import com.hazelcast.jet.pipeline.WindowDefinition;
import io.tocsin.bench.Workload;
import io.tocsin.bench.peers.feed.PeerReading;
import io.tocsin.bench.peers.feed.PeerRow;
import io.tocsin.bench.peers.feed.PulledRow;
import io.tocsin.bench.throughput.Task;
import io.tocsin.bench.throughput.WindowTask;

/** A workload as a Jet job. */
public final class JetRow extends PulledRow {
    private JetMember member;

    /** A row. */
    public JetRow(Task task, Workload workload) {
        super(task, workload);
    }

    @Override
    protected void startJob() {
        member = new JetMember();
        Pipeline pipeline = Pipeline.create();
        StreamStageWithKey<PeerReading, Integer> readings = pipeline.readFrom(JetMember.source(PassSource::new))
                .withTimestamps(
                        reading -> JetMember.units(reading.getTime()), JetMember.units(WindowTask.OUT_OF_ORDERNESS_NS))
                .setLocalParallelism(1)
                .groupingKey(PeerReading::getSensor);
        switch (task) {
            case W1 ->
                readings.mapStateful(HighAlarm::new, (alarm, sensor, reading) -> alarm.on(reading))
                        .setLocalParallelism(1)
                        .writeTo(Sink.to(reading -> current()
                                .onChange(
                                        reading.getSensor(),
                                        reading.getTime(),
                                        reading.getValue() > Workload.LIMIT,
                                        reading.getValue())));
            case W4, W4S ->
                readings.mapStateful(
                                JetMember.units(PeerRow.dueNs(0)),
                                Silence::new,
                                (silence, sensor, reading) -> silence.on(sensor, reading),
                                (silence, sensor, watermark) -> silence.onEviction(sensor))
                        .setLocalParallelism(1)
                        .writeTo(Sink.to(noticed -> current().onSilence(noticed.sensor(), noticed.dueNs())));
            case W2, W3, W3F -> windows(readings);
        }
        member.submit(pipeline);
    }

    private void windows(StreamStageWithKey<PeerReading, Integer> readings) {
        WindowTask window = task.window();
        readings.window(WindowDefinition.sliding(JetMember.units(window.sizeNs()), JetMember.units(window.slideNs())))
                .aggregate(Stats.operation())
                .setLocalParallelism(1)
                .writeTo(Sink.to(result -> {
                    Stats stats = result.result();
                    current()
                            .onWindow(
                                    result.key(),
                                    JetMember.ns(result.end()),
                                    stats.count,
                                    stats.sum,
                                    stats.min,
                                    stats.max);
                }));
    }

    @Override
    protected void drain() throws InterruptedException {
        endSource();
        member.awaitEnd();
    }

    @Override
    protected void stop() {
        member.stop();
    }
}
