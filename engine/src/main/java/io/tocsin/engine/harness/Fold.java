package io.tocsin.engine.harness;

import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.function.Collector;
import io.tocsin.engine.function.Context;
import io.tocsin.engine.function.Functions;
import io.tocsin.engine.function.KeyedProcessFunction;
import io.tocsin.engine.function.Reading;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** A fold with its results, and a probe after its last operator that records the readings of derived sensors. */
final class Fold implements ResultHandler {
    /** Name of the probe's node and function. */
    static final String PROBE = "harness probe";

    private static final Level[] LEVELS = Level.values();

    private final Functions functions;
    private final List<HarnessResult> results = new ArrayList<>();
    private JournalFold shard;
    private long position;
    private long rowCount;

    Fold(Functions functions) {
        this.functions = functions.with(PROBE, 1, () -> new Probe(results));
        this.shard = new JournalFold(this, this.functions);
    }

    JournalFold shard() {
        return shard;
    }

    List<HarnessResult> results() {
        return results;
    }

    /** The results from an index on. */
    List<HarnessResult> resultsFrom(int count) {
        return results.subList(Math.min(count, results.size()), results.size());
    }

    long rowCount() {
        return rowCount;
    }

    void feed(Step step) {
        step.forward(position++, shard);
    }

    /** Continues with another fold, restored from this one's snapshot. */
    void restart() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StateOutput out = new StateOutput(bytes);
        shard.writeTo(out);
        out.flush();
        JournalFold next = new JournalFold(this, functions);
        next.readFrom(new StateInput(new ByteArrayInputStream(bytes.toByteArray())));
        shard = next;
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        String sensor = shard.names().alarmSensor(event.ruleId(), event.sensorId());
        results.add(new HarnessResult.Alarm(
                shard.names().rule(event.ruleId()).name(),
                sensor,
                event.kind(),
                event.levelCode() == AlarmEventFlyweight.NO_LEVEL ? null : LEVELS[event.levelCode()],
                event.timeNs(),
                event.value()));
    }

    @Override
    public void onRow(StreamRowFlyweight row) {
        rowCount++;
    }

    private record Probe(List<HarnessResult> results) implements KeyedProcessFunction {
        @Override
        public void onReading(Reading reading, Context context, Collector out) {
            add(reading, reading.value());
        }

        @Override
        public void onBadReading(Reading reading, Context context, Collector out) {
            add(reading, Double.NaN);
        }

        private void add(Reading reading, double value) {
            results.add(new HarnessResult.Derived(
                    reading.sensor(), reading.timeNs(), value, reading.isBad(), reading.isRetained()));
        }
    }
}
