package io.tocsin.engine.dataflow;

import io.tocsin.engine.function.Functions;
import io.tocsin.engine.function.KeyedProcessFunction;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.select.SensorSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Builds a dataflow, operator by operator. Everything that keeps state or carries code has a name and a version of its
 * own. Name and version, not the place in the program, decide which state the next start restores. One thread.
 */
public final class DataflowBuilder {
    private final List<DerivedNode> streams = new ArrayList<>();
    private final List<AlarmRule> alarms = new ArrayList<>();
    private Functions functions = Functions.NONE;

    /**
     * The readings of sensors, of sources or of streams in the configuration.
     *
     * @param filters MQTT topic filters over sensors' names; several filters select the union
     */
    public ReadingStream from(String... filters) {
        return new ReadingStream(this, new SensorSelector(List.of(filters)).filters(), Levels.of(filters));
    }

    /** Adds an alarm whose rule selects its sensors itself. */
    public DataflowBuilder alarm(AlarmRule rule) {
        alarms.add(rule);
        return this;
    }

    /** The dataflow built so far. */
    public Dataflow build() {
        return new Dataflow(streams, alarms, functions);
    }

    /** Adds an operator and returns its index. */
    int add(DerivedNode node) {
        if (streams.stream().anyMatch(other -> other.name().equals(node.name()))) {
            throw new IllegalArgumentException("two operators have the same name, name=" + node.name());
        }
        streams.add(node);
        return streams.size() - 1;
    }

    void replace(int place, DerivedNode node) {
        streams.set(place, node);
    }

    void register(String name, int version, Supplier<? extends KeyedProcessFunction> supplier) {
        functions = functions.with(name, version, supplier);
    }
}
