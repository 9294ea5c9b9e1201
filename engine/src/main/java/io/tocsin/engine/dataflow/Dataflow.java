package io.tocsin.engine.dataflow;

import io.tocsin.engine.function.Functions;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.SinkNode;
import io.tocsin.engine.plan.SourceNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Result of {@link DataflowBuilder}: operators and alarms, and the code they run.
 *
 * @param streams in their order; each sees the previous ones
 * @param alarms in their order
 * @param functions that the streams name
 */
public record Dataflow(List<DerivedNode> streams, List<AlarmRule> alarms, Functions functions) {
    /** An empty dataflow, which adds nothing to a plan. */
    public static final Dataflow NONE = new Dataflow(List.of(), List.of(), Functions.NONE);

    public Dataflow {
        streams = List.copyOf(streams);
        alarms = List.copyOf(alarms);
    }

    /** This dataflow with further functions, such as older versions that a journal may still need. */
    public Dataflow with(Functions more) {
        return new Dataflow(streams, alarms, functions.with(more));
    }

    /**
     * Appends this dataflow to a plan.
     *
     * @throws IllegalArgumentException when a name is already used, or a sink does not exist
     */
    public Plan addTo(Plan plan) {
        List<DerivedNode> allStreams = new ArrayList<>(plan.streams());
        allStreams.addAll(streams);
        List<AlarmRule> allAlarms = new ArrayList<>(plan.alarms());
        allAlarms.addAll(alarms);
        List<String> known = plan.sinks().stream().map(SinkNode::name).toList();
        streams.forEach(node -> requireSinks(node.name(), node.sinks(), known));
        alarms.forEach(rule -> requireSinks(rule.name(), rule.sinks(), known));
        return new Plan(
                        plan.gateway(),
                        plan.sources(),
                        plan.idleAfterNs(),
                        plan.scope(),
                        allStreams,
                        allAlarms,
                        plan.sinks(),
                        plan.edition(),
                        plan.resetAfterNs(),
                        plan.maxDerived())
                .withLifeCycles(plan.lifeCycles());
    }

    /** Creates a plan of this dataflow alone, for tests: one bounded source, and the sinks that the dataflow names. */
    public Plan toPlan(Duration idleAfter) {
        List<String> sinks = new ArrayList<>();
        streams.forEach(node -> sinks.addAll(node.sinks()));
        alarms.forEach(rule -> sinks.addAll(rule.sinks()));
        List<SinkNode> sinkNodes = sinks.stream()
                .distinct()
                .map(name -> new SinkNode(name, "test", ""))
                .toList();
        SourceNode source = new SourceNode("test", "test", "", true);
        return new Plan("test", List.of(source), idleAfter.toNanos(), streams, alarms, sinkNodes);
    }

    private static void requireSinks(String name, List<String> sinks, List<String> known) {
        for (String sink : sinks) {
            if (!known.contains(sink)) {
                throw new IllegalArgumentException(
                        "there is no sink " + sink + " named by " + name + "; sinks=" + known);
            }
        }
    }
}
