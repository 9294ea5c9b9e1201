package io.tocsin.engine.dataflow;

import io.tocsin.engine.function.Collector;
import io.tocsin.engine.function.KeyedProcessFunction;
import io.tocsin.engine.function.Reading;
import io.tocsin.engine.plan.select.SensorSelector;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

/**
 * Readings of some sensors. {@link #map}, {@link #filter} and {@link #flatMap} process samples only: BAD readings have
 * no value and are left out. For names and versions see {@link DataflowBuilder}.
 */
public class ReadingStream {
    /** Emits any number of results for a reading. */
    @FunctionalInterface
    public interface FlatMapper {
        /**
         * @param reading valid during the call only
         */
        void flatMap(Reading reading, Collector out);
    }

    private final DataflowBuilder builder;
    private final List<String> filters;
    private final Levels levels;

    ReadingStream(DataflowBuilder builder, List<String> filters, Levels levels) {
        this.builder = builder;
        this.filters = List.copyOf(filters);
        this.levels = levels;
    }

    /** Replaces each value: readings of {@code name/sensor}. */
    public ProcessedStream map(String name, int version, DoubleUnaryOperator mapper) {
        return process(
                name, version, () -> (reading, context, out) -> out.collect(mapper.applyAsDouble(reading.value())));
    }

    /** Keeps only readings with certain values: readings of {@code name/sensor}. */
    public ProcessedStream filter(String name, int version, DoublePredicate predicate) {
        return process(name, version, () -> (reading, context, out) -> {
            if (predicate.test(reading.value())) {
                out.collect(reading.value());
            }
        });
    }

    /** Emits any number of results for each reading: readings of {@code name/sensor}. */
    public ProcessedStream flatMap(String name, int version, FlatMapper mapper) {
        return process(name, version, () -> (reading, context, out) -> mapper.flatMap(reading, out));
    }

    /** Applies a function to each sensor separately, see {@link KeyedStream#process}. */
    public ProcessedStream process(String name, int version, Supplier<? extends KeyedProcessFunction> function) {
        return keyBySensor().process(name, version, function);
    }

    /** The union of this stream and others; {@link Reading#input()} numbers their filters in this order. */
    public ReadingStream union(ReadingStream... others) {
        Set<String> all = new LinkedHashSet<>(filters);
        Levels allLevels = levels;
        for (ReadingStream other : others) {
            if (other.builder != builder) {
                throw new IllegalArgumentException("streams of different dataflows cannot be united");
            }
            all.addAll(other.filters);
            allLevels = allLevels.and(other.levels);
        }
        return new ReadingStream(builder, new ArrayList<>(all), allLevels);
    }

    /** Makes every sensor a key of its own. */
    public KeyedStream keyBySensor() {
        return KeyedStream.of(this, "", levels);
    }

    /**
     * Keys readings by common levels of their sensors' names; sensors without these levels are left out.
     *
     * @param template over the levels of the sensors' names, from 1: {@code {1}/{2}}
     */
    public KeyedStream keyBy(String template) {
        return KeyedStream.of(this, template, Levels.ofKeys(template));
    }

    /** Adds an alarm over these readings. */
    public ReadingStream alarm(AlarmSpec alarm) {
        builder.alarm(alarm.over(selector()));
        return this;
    }

    /** The topic filters that select these readings, for configurations and tests. */
    public List<String> filters() {
        return filters;
    }

    DataflowBuilder builder() {
        return builder;
    }

    SensorSelector selector() {
        return new SensorSelector(filters);
    }
}
