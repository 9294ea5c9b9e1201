package io.tocsin.gateway.fault;

import io.tocsin.engine.admission.Dictionaries;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.pipeline.Pipeline;
import io.tocsin.engine.pipeline.PipelineConfig;
import io.tocsin.engine.pipeline.RecoveredShard;
import io.tocsin.engine.plan.codec.PlanCodec;
import io.tocsin.engine.port.FailStop;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/** The gateway's pipeline with a journal and a clock of the test's choice. The caller closes the journal. */
final class PipelineRig {
    /** The name of its one source. */
    static final String SOURCE = "plant";

    private final Counters counters = new Counters();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final RecoveredShard recovered;
    private final Pipeline pipeline;

    PipelineRig(
            GatewayConfig config, PipelineConfig shape, Journal journal, EpochNanoClock clock, ResultHandler results) {
        recovered = new RecoveredShard(results);
        byte[] plan = PlanCodec.encode(config.plan());
        UnsafeBuffer body = new UnsafeBuffer(plan);
        long position = journal.nextPosition();
        journal.onControl(position, ControlKind.PLAN.code(), body, 0, plan.length);
        journal.commit();
        recovered.shard().onControl(position, ControlKind.PLAN.code(), body, 0, plan.length);
        pipeline = new Pipeline(
                shape,
                journal,
                recovered,
                Dictionaries.of(config.maxSensors()),
                results,
                counters,
                new Latencies(),
                clock,
                failStop());
    }

    static GatewayConfig config(Path directory) throws Exception {
        return new ConfigLoader().load(Files.writeString(directory.resolve("gateway.yaml"), """
                name: hall
                dataDir: data
                sources: [{mqtt: {name: plant, url: "tcp://127.0.0.1:1", topics: [{filter: "#", payload: number}]}}]
                engine: {maxSensors: 1000}
                time: {idleAfter: 1s}
                alarms:
                  - {name: high, sensor: "#", type: limit, hi: 70, deadband: 5, onDelay: 100ms}
                  - {name: gap, sensor: "#", type: missing, timeout: 2s}
                sinks: {c: {console: {}}}
                """));
    }

    Pipeline pipeline() {
        return pipeline;
    }

    Counters counters() {
        return counters;
    }

    FailStop failStop() {
        return (where, cause) -> failures.add(where + ": " + cause);
    }

    /** Failure passed to the fail-stop. */
    Queue<String> failures() {
        return failures;
    }

    /** Only when the pipeline is stopped. */
    String digest() {
        return recovered.shard().digest();
    }
}
