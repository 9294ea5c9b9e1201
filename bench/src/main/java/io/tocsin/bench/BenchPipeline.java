package io.tocsin.bench;

import io.tocsin.engine.admission.Dictionaries;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.pipeline.AlarmGate;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.pipeline.Pipeline;
import io.tocsin.engine.pipeline.PipelineConfig;
import io.tocsin.engine.pipeline.RecoveredShard;
import io.tocsin.engine.pipeline.thread.WaitStrategyKind;
import io.tocsin.engine.port.FailStop;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.ResultNames;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The gateway's own pipeline around a given journal, with W1's plan and sensors; every end-to-end bench feeds it. The
 * caller closes the journal afterwards.
 */
public final class BenchPipeline implements AutoCloseable {
    /** A failed station fails the bench. */
    public static final FailStop FAIL_STOP = (where, cause) -> {
        cause.printStackTrace();
        Runtime.getRuntime().halt(1);
    };

    private final Counters counters = new Counters();
    private final Latencies latencies = new Latencies();
    private final Pipeline pipeline;
    private final Intake intake;

    /** Defines the sensors and starts the threads. */
    public BenchPipeline(Journal journal, int sensorCount, WaitStrategyKind waiting, ResultHandler results) {
        this(journal, sensorCount, waiting, new OffsetEpochNanoClock(), names -> results);
    }

    /**
     * Defines the sensors and starts the threads.
     *
     * @param output makes the receiver of the results that have passed the gate
     */
    public BenchPipeline(
            Journal journal,
            int sensorCount,
            WaitStrategyKind waiting,
            EpochNanoClock clock,
            Function<ResultNames, ResultHandler> output) {
        RecoveredShard recovered = new RecoveredShard(ResultHandler.NOTHING);
        ResultHandler results = output.apply(recovered.shard().names());
        Dictionaries dictionaries = Dictionaries.of(sensorCount);
        BenchPlan.define(BenchPlan.highAlarm(), sensorCount, (kind, body) -> {
            UnsafeBuffer buffer = new UnsafeBuffer(body);
            long position = journal.nextPosition();
            journal.onControl(position, kind.code(), buffer, 0, body.length);
            journal.commit();
            recovered.shard().onControl(position, kind.code(), buffer, 0, body.length);
            if (kind == ControlKind.SENSOR) {
                byte[] name =
                        BenchPlan.sensorName(dictionaries.sensors().size()).getBytes(StandardCharsets.UTF_8);
                dictionaries.sensors().add(name, 0, name.length);
            }
        });
        pipeline = new Pipeline(
                new PipelineConfig(PipelineConfig.DEFAULT_RING_SIZE, waiting, AlarmGate.JOURNALLED),
                journal,
                recovered,
                dictionaries,
                results,
                counters,
                latencies,
                clock,
                FAIL_STOP);
        intake = pipeline.intake(BenchPlan.SOURCE);
        pipeline.start();
    }

    /** Intake of the readings. */
    public Intake intake() {
        return intake;
    }

    /** Results of the pipeline's own recorders. */
    public Latencies latencies() {
        return latencies;
    }

    /** Waits until everything published is journalled and decided. */
    public void awaitDecided() {
        while (!pipeline.isDrained()) {
            Thread.onSpinWait();
        }
    }

    /** Events decided by all readings before {@link #awaitDecided}. */
    public long eventCount() {
        return counters.get(Counter.ALARM_EVENTS);
    }

    @Override
    public void close() {
        try {
            pipeline.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
