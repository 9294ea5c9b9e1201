package io.tocsin.bench.part;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.RingBuffer;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.pipeline.InputSlot;
import io.tocsin.engine.pipeline.PipelineConfig;
import io.tocsin.engine.pipeline.thread.WaitStrategyKind;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of the hand-over of one reading through the ring: publish, then wait until the handler has read it. The ring has
 * the pipeline's configuration (several producers, {@link InputSlot}). The result is a round trip, for spinning waits
 * about twice the one-way time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HandOffBench {
    private static final long FOR_EVER_NS = 3_600_000_000_000L;

    @Param({"BUSY_SPIN", "YIELDING", "PHASED", "BLOCKING"})
    private WaitStrategyKind waiting;

    private RingBuffer<InputSlot> ring;
    private BatchEventProcessor<InputSlot> processor;
    private Thread thread;
    private volatile long handled;

    @Setup(Level.Trial)
    public void start() {
        ring = RingBuffer.createMultiProducer(
                InputSlot::new,
                PipelineConfig.DEFAULT_RING_SIZE,
                waiting.create(() -> System.nanoTime() + FOR_EVER_NS));
        processor = new BatchEventProcessorBuilder()
                .setMaxBatchSize(Journal.MAX_BATCH_RECORDS)
                .build(ring, ring.newBarrier(), (slot, sequence, endOfBatch) -> handled = sequence);
        ring.addGatingSequences(processor.getSequence());
        handled = -1;
        thread = new Thread(processor, "handler");
        thread.start();
    }

    @Benchmark
    public long publishAndSeeItHandled() {
        long sequence = ring.next();
        ring.get(sequence).setReading(1, sequence, sequence, 20.5, Quality.GOOD.code(), ReadingFlags.NONE);
        ring.publish(sequence);
        while (handled < sequence) {
            Thread.onSpinWait();
        }
        return sequence;
    }

    @TearDown(Level.Trial)
    public void stop() throws InterruptedException {
        processor.halt();
        thread.join();
    }
}
