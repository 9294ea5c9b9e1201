package io.tocsin.bench.peers.flink;

import io.tocsin.bench.peers.feed.PassFeed;
import io.tocsin.bench.peers.feed.PeerReading;
import io.tocsin.bench.peers.feed.PulledRow;
import io.tocsin.bench.throughput.WindowTask;
import org.apache.flink.streaming.api.functions.source.legacy.SourceFunction;
import org.apache.flink.streaming.api.watermark.Watermark;

/**
 * Passes of a workload, with a watermark for each {@value #WATERMARK_EVERY_MS} ms of event time, when windows can
 * close. Flink's watermark t says that nothing up to and including t is still to come, ours that nothing before t is.
 */
@SuppressWarnings("deprecation") // a source that runs in the chain's own thread and takes its lock once a batch
final class PassSource implements SourceFunction<PeerReading> {
    private static final long serialVersionUID = 1;
    private static final long WATERMARK_EVERY_MS = 100;
    private static final long WATERMARK_EVERY_NS = WATERMARK_EVERY_MS * 1_000_000;
    private static final int BATCH = 64;

    @Override
    public void run(SourceContext<PeerReading> context) throws InterruptedException {
        PassFeed passes = PulledRow.current().passes();
        passes.onRead();
        long dueNs = 0;
        for (long shiftNs = passes.take(); shiftNs != PassFeed.END; shiftNs = passes.take()) {
            for (int from = 0; from < passes.count(); from += BATCH) {
                int end = Math.min(from + BATCH, passes.count());
                synchronized (context.getCheckpointLock()) {
                    for (int i = from; i < end; i++) {
                        PeerReading reading = passes.reading(i, shiftNs);
                        long timeNs = reading.getTime();
                        context.collectWithTimestamp(reading, timeNs);
                        if (timeNs >= dueNs) {
                            dueNs = timeNs - timeNs % WATERMARK_EVERY_NS + WATERMARK_EVERY_NS;
                            context.emitWatermark(new Watermark(timeNs - WindowTask.OUT_OF_ORDERNESS_NS - 1));
                        }
                    }
                }
            }
            passes.onRead();
        }
    }

    @Override
    public void cancel() {
        // it ends with its passes
    }
}
