package io.tocsin.engine.plan;

import io.tocsin.engine.plan.alarm.LifeCycle;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Description of a gateway: sources, keyed operators, sinks. Immutable, and independent of how any of them is run, so
 * YAML, SQL, the Java API and another engine can share it.
 *
 * @param gateway name of the gateway
 * @param sources in the order of the configuration; in the first edition their sensors have memories of their own
 * @param idleAfterNs silence after which a sensor's or source's time advances with the gateway's clock
 * @param scope of time: whether a reading advances the time of its sensor or of its source
 * @param streams in the order of the configuration; a stream sees the previous ones
 * @param alarms in the order of the configuration
 * @param sinks in the order of the configuration
 * @param edition the meaning of the rules
 * @param resetAfterNs how long all readings of a sensor must have been behind its time before its clock restarts; 0 for
 *     never. Always 0 in the first edition, which has no such rule
 * @param maxDerived the most derived sensors and keys of groups. Inputs that would create further ones are counted and
 *     ignored. {@link #UNBOUNDED} in the first edition, and in plans of programs older than this limit
 * @param lifeCycles by alarm. An alarm without one has the events of programs older than life cycles, which need no
 *     acknowledgement, and takes no operator actions
 */
public record Plan(
        String gateway,
        List<SourceNode> sources,
        long idleAfterNs,
        TimeScope scope,
        List<DerivedNode> streams,
        List<AlarmRule> alarms,
        List<SinkNode> sinks,
        Edition edition,
        long resetAfterNs,
        int maxDerived,
        Map<String, LifeCycle> lifeCycles) {
    /** Value of {@code maxDerived} without a limit. */
    public static final int UNBOUNDED = 0;

    public Plan {
        if (idleAfterNs <= 0) {
            throw new IllegalArgumentException("idleAfter must be positive, idleAfterNs=" + idleAfterNs);
        }
        if (resetAfterNs < 0) {
            throw new IllegalArgumentException("resetAfter must not be negative, resetAfterNs=" + resetAfterNs);
        }
        if (maxDerived < 0) {
            throw new IllegalArgumentException("maxDerived must not be negative, maxDerived=" + maxDerived);
        }
        resetAfterNs = edition.includes(Edition.SECOND) ? resetAfterNs : 0;
        maxDerived = edition.includes(Edition.SECOND) ? maxDerived : UNBOUNDED;
        sources = edition.includes(Edition.SECOND)
                ? List.copyOf(sources)
                : sources.stream().map(SourceNode::bySensor).toList();
        streams = List.copyOf(streams);
        alarms = List.copyOf(alarms);
        sinks = List.copyOf(sinks);
        for (DerivedNode stream : streams) {
            if (scope == TimeScope.SOURCE && stream.byReceiveTime()) {
                throw new IllegalArgumentException(
                        "with time.scope: source no stream may count by receive time, name=" + stream.name());
            }
        }
        lifeCycles = Collections.unmodifiableMap(new TreeMap<>(lifeCycles));
        requireLifeCycles(edition, alarms, lifeCycles);
        requireUnique("source", sources.stream().map(SourceNode::name).toList());
        requireUnique("stream", streams.stream().flatMap(Plan::firstLevels).toList());
        requireUnique("alarm", alarms.stream().map(AlarmRule::name).toList());
        requireUnique("sink", sinks.stream().map(SinkNode::name).toList());
    }

    /** Creates a plan whose alarms have no life cycle. */
    public Plan(
            String gateway,
            List<SourceNode> sources,
            long idleAfterNs,
            TimeScope scope,
            List<DerivedNode> streams,
            List<AlarmRule> alarms,
            List<SinkNode> sinks,
            Edition edition,
            long resetAfterNs,
            int maxDerived) {
        this(gateway, sources, idleAfterNs, scope, streams, alarms, sinks, edition, resetAfterNs, maxDerived, Map.of());
    }

    /** Creates a plan without restarts of sensors' clocks and without a limit of derived sensors. */
    public Plan(
            String gateway,
            List<SourceNode> sources,
            long idleAfterNs,
            TimeScope scope,
            List<DerivedNode> streams,
            List<AlarmRule> alarms,
            List<SinkNode> sinks,
            Edition edition) {
        this(gateway, sources, idleAfterNs, scope, streams, alarms, sinks, edition, 0, UNBOUNDED);
    }

    /** Creates a plan of the newest edition without restarts of sensors' clocks. */
    public Plan(
            String gateway,
            List<SourceNode> sources,
            long idleAfterNs,
            TimeScope scope,
            List<DerivedNode> streams,
            List<AlarmRule> alarms,
            List<SinkNode> sinks) {
        this(gateway, sources, idleAfterNs, scope, streams, alarms, sinks, Edition.NEWEST);
    }

    /** Creates a plan in which every sensor has its own time. */
    public Plan(
            String gateway,
            List<SourceNode> sources,
            long idleAfterNs,
            List<DerivedNode> streams,
            List<AlarmRule> alarms,
            List<SinkNode> sinks) {
        this(gateway, sources, idleAfterNs, TimeScope.SENSOR, streams, alarms, sinks);
    }

    /** Creates a plan without streams. */
    public Plan(
            String gateway, List<SourceNode> sources, long idleAfterNs, List<AlarmRule> alarms, List<SinkNode> sinks) {
        this(gateway, sources, idleAfterNs, List.of(), alarms, sinks);
    }

    /** This plan with the meaning of another edition. */
    public Plan withEdition(Edition other) {
        return new Plan(
                gateway,
                sources,
                idleAfterNs,
                scope,
                streams,
                alarms,
                sinks,
                other,
                resetAfterNs,
                maxDerived,
                lifeCycles);
    }

    /** This plan with another silence after which time advances with the gateway's clock. */
    public Plan withIdleAfter(long otherIdleAfterNs) {
        return new Plan(
                gateway,
                sources,
                otherIdleAfterNs,
                scope,
                streams,
                alarms,
                sinks,
                edition,
                resetAfterNs,
                maxDerived,
                lifeCycles);
    }

    /** This plan with another time after which a sensor's clock restarts; 0 for never. */
    public Plan withResetAfter(long otherResetAfterNs) {
        return new Plan(
                gateway,
                sources,
                idleAfterNs,
                scope,
                streams,
                alarms,
                sinks,
                edition,
                otherResetAfterNs,
                maxDerived,
                lifeCycles);
    }

    /** This plan with another limit of derived sensors, or {@link #UNBOUNDED}. */
    public Plan withMaxDerived(int otherMaxDerived) {
        return new Plan(
                gateway,
                sources,
                idleAfterNs,
                scope,
                streams,
                alarms,
                sinks,
                edition,
                resetAfterNs,
                otherMaxDerived,
                lifeCycles);
    }

    /** This plan with life cycles of its alarms, by their names. */
    public Plan withLifeCycles(Map<String, LifeCycle> others) {
        return new Plan(
                gateway,
                sources,
                idleAfterNs,
                scope,
                streams,
                alarms,
                sinks,
                edition,
                resetAfterNs,
                maxDerived,
                others);
    }

    /** This plan with one life cycle for all its alarms. */
    public Plan withLifeCycle(LifeCycle ofAll) {
        return withLifeCycles(alarms.stream().collect(Collectors.toMap(AlarmRule::name, alarm -> ofAll)));
    }

    /** The streams, then the alarms. */
    public List<OperatorNode> operators() {
        return Stream.<OperatorNode>concat(streams.stream(), alarms.stream()).toList();
    }

    /** Whether some operator looks up the sensor of this name, such as a table's cell, and accepts a text there. */
    public boolean readsTextsOf(String sensorName) {
        return operators().stream().anyMatch(node -> node.readsTextsOf(sensorName));
    }

    /**
     * The operators that receive the sensor of this name and accept only numbers, as shown to users:
     * {@code alarm high}.
     */
    public List<String> numberReadersOf(String sensorName) {
        return operators().stream()
                .filter(node -> node.comparesNumbersOf(sensorName))
                .map(node -> (node instanceof AlarmRule ? "alarm " : "stream ") + node.name())
                .toList();
    }

    /** The texts that operators compare with, each once, sorted. */
    public SortedSet<String> namedTexts() {
        SortedSet<String> texts = new TreeSet<>();
        operators().forEach(node -> texts.addAll(node.namedTexts()));
        return texts;
    }

    /**
     * Whether some operator computes or compares with the numbers of the sensor of this name, directly or behind a join
     * that passes them on. A text there would disable the operator.
     */
    public boolean readsNumbersOf(String sensorName) {
        return readsNumbersOf(sensorName, 0);
    }

    /**
     * @param first index of the first operator that may see the sensor
     */
    private boolean readsNumbersOf(String sensorName, int first) {
        List<OperatorNode> nodes = operators();
        for (int i = first; i < nodes.size(); i++) {
            OperatorNode node = nodes.get(i);
            if (node.readsNumbersOf(sensorName)) {
                return true;
            }
            if (node instanceof JoinNode join
                    && join.passesOn(sensorName)
                    && readsNumbersOf(join.passedOnName(sensorName), i + 1)) {
                return true;
            }
        }
        return false;
    }

    /** First level of the names of a node's derived sensors. */
    private static Stream<String> firstLevels(DerivedNode node) {
        return node instanceof ProcessNode process ? process.outputNames().stream() : Stream.of(node.name());
    }

    /**
     * Whether a rule of this plan is a compatible edit of a rule of an older plan: its version and its episodes go on.
     */
    public boolean isEdit(Plan old, AlarmRule oldRule, AlarmRule rule) {
        return lifeCycles.containsKey(rule.name())
                && old.lifeCycles.containsKey(oldRule.name())
                && rule.identity().equals(oldRule.identity());
    }

    private static void requireLifeCycles(Edition edition, List<AlarmRule> alarms, Map<String, LifeCycle> lifeCycles) {
        if (!lifeCycles.isEmpty() && !edition.includes(Edition.SECOND)) {
            throw new IllegalArgumentException(
                    "a plan of the first edition must not have life cycles, alarms=" + lifeCycles.keySet());
        }
        List<String> names = alarms.stream().map(AlarmRule::name).toList();
        lifeCycles.forEach((name, lifeCycle) -> {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("a life cycle without an alarm, name=" + name);
            }
            String cause = lifeCycle.suppressWhen();
            boolean isAbove = lifeCycles.containsKey(cause) && names.indexOf(cause) < names.indexOf(name);
            if (!cause.isEmpty() && !isAbove) {
                throw new IllegalArgumentException(
                        "suppressWhen must name an alarm above this one, name=" + name + ", alarm=" + cause);
            }
        });
    }

    private static void requireUnique(String what, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException("two " + what + "s have the same name, name=" + name);
            }
        }
    }
}
