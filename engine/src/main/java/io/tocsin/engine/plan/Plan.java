package io.tocsin.engine.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Description of a gateway: sources, keyed operators, sinks. Immutable, and free of how any of them is run, so that
 * YAML, SQL, the Java API and another engine can share it.
 *
 * @param gateway name of the gateway
 * @param sources in the order of the configuration; in the first edition their sensors have memories of their own
 * @param idleAfterNs after this long without a reading a sensor's or source's time advances by the gateway's clock
 * @param scope whose readings move time
 * @param streams in the order of the configuration; a stream sees those before it
 * @param alarms in the order of the configuration
 * @param sinks in the order of the configuration
 * @param edition the meaning of the rules
 * @param resetAfterNs when all readings of a sensor have been behind its time for so long, its clock begins anew; 0:
 *     never. Always 0 in the first edition, which has no such rule
 * @param maxDerived the most derived sensors and keys of groups; what would make further ones is counted and sees
 *     nothing. {@link #UNBOUNDED} in the first edition, and in plans of programs that knew no bound
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
        int maxDerived) {
    /** As many derived sensors as the sensors make. */
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
                        "the time of a source is event time: no stream counts by receive time, name=" + stream.name());
            }
        }
        requireUnique("source", sources.stream().map(SourceNode::name).toList());
        requireUnique("stream", streams.stream().flatMap(Plan::firstLevels).toList());
        requireUnique("alarm", alarms.stream().map(AlarmRule::name).toList());
        requireUnique("sink", sinks.stream().map(SinkNode::name).toList());
    }

    /** A plan in which no sensor's clock begins anew, without a bound for derived sensors. */
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

    /** A plan of the newest edition in which no sensor's clock begins anew. */
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

    /** A plan in which every sensor has its own time. */
    public Plan(
            String gateway,
            List<SourceNode> sources,
            long idleAfterNs,
            List<DerivedNode> streams,
            List<AlarmRule> alarms,
            List<SinkNode> sinks) {
        this(gateway, sources, idleAfterNs, TimeScope.SENSOR, streams, alarms, sinks);
    }

    /** A plan without streams. */
    public Plan(
            String gateway, List<SourceNode> sources, long idleAfterNs, List<AlarmRule> alarms, List<SinkNode> sinks) {
        this(gateway, sources, idleAfterNs, List.of(), alarms, sinks);
    }

    /** The same plan with the meaning of another edition. */
    public Plan withEdition(Edition other) {
        return new Plan(gateway, sources, idleAfterNs, scope, streams, alarms, sinks, other, resetAfterNs, maxDerived);
    }

    /** The same plan in which time advances by the gateway's clock after another silence. */
    public Plan withIdleAfter(long otherIdleAfterNs) {
        return new Plan(
                gateway, sources, otherIdleAfterNs, scope, streams, alarms, sinks, edition, resetAfterNs, maxDerived);
    }

    /** The same plan in which a sensor's clock begins anew after so long; 0: never. */
    public Plan withResetAfter(long otherResetAfterNs) {
        return new Plan(
                gateway, sources, idleAfterNs, scope, streams, alarms, sinks, edition, otherResetAfterNs, maxDerived);
    }

    /** The same plan with another bound for derived sensors, or {@link #UNBOUNDED}. */
    public Plan withMaxDerived(int otherMaxDerived) {
        return new Plan(
                gateway, sources, idleAfterNs, scope, streams, alarms, sinks, edition, resetAfterNs, otherMaxDerived);
    }

    /** The streams, then the alarms. */
    public List<OperatorNode> operators() {
        return Stream.<OperatorNode>concat(streams.stream(), alarms.stream()).toList();
    }

    /** Whether some operator looks up the sensor of this name, a table's cell, and takes a text there. */
    public boolean readsTextsOf(String sensorName) {
        return operators().stream().anyMatch(node -> node.readsTextsOf(sensorName));
    }

    /**
     * The operators that see the sensor of this name and take numbers only, as people name them: {@code alarm high}.
     */
    public List<String> numberReadersOf(String sensorName) {
        return operators().stream()
                .filter(node -> node.comparesNumbersOf(sensorName))
                .map(node -> (node instanceof AlarmRule ? "alarm " : "stream ") + node.name())
                .toList();
    }

    /** The texts that operators wait for, each once, sorted. */
    public SortedSet<String> namedTexts() {
        SortedSet<String> texts = new TreeSet<>();
        operators().forEach(node -> texts.addAll(node.namedTexts()));
        return texts;
    }

    /**
     * Whether some operator computes or compares with the numbers of the sensor of this name, also of what a join
     * passes on of it. A text there would switch a rule off.
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

    /** First level of the names of its derived sensors. */
    private static Stream<String> firstLevels(DerivedNode node) {
        return node instanceof ProcessNode process ? process.outputNames().stream() : Stream.of(node.name());
    }

    private static void requireUnique(String what, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException("two " + what + "s have one name, name=" + name);
            }
        }
    }
}
