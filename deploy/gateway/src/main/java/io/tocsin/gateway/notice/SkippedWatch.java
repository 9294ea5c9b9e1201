package io.tocsin.gateway.notice;

import io.tocsin.engine.log.LineLog;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.ingest.DistinctLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Logs that readings are skipped as old: at once, and for the same sensor again after an hour. One thread. */
final class SkippedWatch {
    private static final long REPEAT_NS = Duration.ofHours(1).toNanos();

    private final Counters counters;
    private final KnownSensors known;
    private final List<WatchedInput> inputs;
    private final LineLog log;
    private final DistinctLog live;
    private long skippedBefore;

    SkippedWatch(Counters counters, KnownSensors known, List<WatchedInput> inputs, LineLog log, LongSupplier nanoTime) {
        this.counters = counters;
        this.known = known;
        this.inputs = inputs;
        this.log = log;
        this.live = new DistinctLog(log, nanoTime, REPEAT_NS);
    }

    /** Logs the readings skipped since the last call. */
    void look() {
        long skipped = counters.get(Counter.RULE_SKIPPED_OLD);
        if (skipped == skippedBefore) {
            return;
        }
        skippedBefore = skipped;
        List<WatchedInput> stepped = new ArrayList<>();
        for (WatchedInput input : inputs) {
            if (input.takeStep()) {
                stepped.add(input);
            }
        }
        for (WatchedInput input : stepped) {
            String sensor = known.sourceName(input.newStep().sensorId());
            live.report(
                    input.tally().source() + '\n' + sensor,
                    SkippedReadings.line(skipped, input.tally(), input.newStep(), known));
        }
        if (stepped.isEmpty()) {
            live.report("", SkippedReadings.withoutStep(skipped));
        }
    }

    /** Logs all readings skipped in the run. */
    void end() {
        long skipped = counters.get(Counter.RULE_SKIPPED_OLD);
        if (skipped > 0) {
            inputs.forEach(WatchedInput::takeStep);
            SkippedReadings.lines(skipped, inputs, known).forEach(line -> LineLog.warn(log, line));
        }
    }
}
