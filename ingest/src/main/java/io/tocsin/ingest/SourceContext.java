package io.tocsin.ingest;

import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.port.FailStop;
import java.util.function.Consumer;

/**
 * Services that every source is given.
 *
 * @param intake its door to the engine; of this source alone
 * @param counters of the gateway
 * @param quarantine of the gateway
 * @param log takes one line for the operator, any thread
 * @param failStop for a failure of the source's own code
 * @param maxSensors {@code engine.maxSensors}: bounds what the source remembers per sensor
 */
public record SourceContext(
        Intake intake,
        Counters counters,
        Quarantine quarantine,
        Consumer<String> log,
        FailStop failStop,
        int maxSensors) {}
