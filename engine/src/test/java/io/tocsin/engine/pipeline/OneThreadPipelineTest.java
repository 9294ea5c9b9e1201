package io.tocsin.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.pipeline.thread.ThreadLayout;
import io.tocsin.engine.testkit.Waiting;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** All that a pipeline promises, when the engine thread is the output too. */
class OneThreadPipelineTest extends PipelineTest {
    private static final long SLOW_NS = 5_000_000;

    @Override
    ThreadLayout layout() {
        return ThreadLayout.TOGETHER;
    }

    /** Events have left when the records that caused them are handled. */
    @Test
    @Override
    void shouldWaitForASlowOutputAsLongAsItMoves() throws InterruptedException {
        behindTheGate = event -> LockSupport.parkNanos(SLOW_NS);
        Intake intake = start();
        int sensorId = define(intake, "s");
        for (int i = 0; i < 200; i++) {
            publish(intake, sensorId, 10_000 + i, i % 2 == 0 ? 90 : 10);
        }
        pipeline.stop();
        assertThat(left).as("nothing is left when the stop returns").hasSize(200);
        assertThat(failures).isEmpty();
    }

    /** One group's results are more than the ring holds: the engine thread itself makes room for them. */
    @Test
    @Override
    void shouldStopWhenOutputFailsAndTheResultRingIsFull() throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        behindTheGate = event -> {
            try {
                assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new IllegalStateException("alarm log is full");
        };
        Intake intake = start();
        int sensorId = define(intake, "s");
        Thread producer = new Thread(() -> {
            int i = 0;
            while (publish(intake, sensorId, 10_000, i++ % 2 == 0 ? 90 : 10)) {
                // until the door closes
            }
        });
        producer.start();
        Waiting.until("the ring is full", () -> producer.getState() == Thread.State.TIMED_WAITING);
        latch.countDown();
        producer.join();
        pipeline.stop();
        assertThat(failures).containsExactly("alarm output: alarm log is full");
        assertThat(counters.get(Counter.PROCESSED)).isPositive();
        assertThat(left).isEmpty();
    }
}
