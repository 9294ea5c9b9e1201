package io.tocsin.engine.plan.codec;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.AlarmType;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.Edition;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.plan.SinkNode;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.plan.alarm.LifeCycle;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.RollingWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/**
 * Encodes a plan as the body of a PLAN record. Equal plans have equal bytes, so comparing bytes shows whether the rules
 * have changed. Strings are a length and UTF-8, numbers little endian; the first int is the version.
 */
public final class PlanCodec {
    /** Version of every plan of the second edition without a limit of derived sensors. */
    private static final int VERSION_OF_SECOND_EDITION = 7;

    private static final int VERSION_OF_DERIVED_BOUND = 8;
    private static final int VERSION_OF_COUNTERS = 10;
    private static final int VERSION_OF_EXPECTED_SENSORS = 11;
    private static final int VERSION_OF_CARRIED_VALUES = 12;
    private static final int VERSION_OF_TEXT_STATES = 13;
    private static final int VERSION_OF_LIFE_CYCLES = 14;
    /**
     * Version of plans without streams. Plans of the first edition are written in the oldest version that can express
     * them, so that older programs can read them.
     */
    private static final int VERSION_WITHOUT_STREAMS = 1;

    private static final int VERSION_OF_FIRST_STREAMS = 2;
    private static final int VERSION_OF_WINDOWS = 3;
    private static final int VERSION_OF_PROCESSES = 4;
    private static final int VERSION_OF_SOURCE_TIME = 5;
    private static final int NEWEST_VERSION = Arrays.stream(AlarmType.values())
            .mapToInt(AlarmType::planVersion)
            .reduce(VERSION_OF_LIFE_CYCLES, Math::max);
    private static final Set<Aggregate> FIRST_AGGREGATES =
            Collections.unmodifiableSet(EnumSet.range(Aggregate.COUNT, Aggregate.RATE));

    private PlanCodec() {}

    /** Encodes a plan. */
    public static byte[] encode(Plan plan) {
        PlanWriter out = new PlanWriter();
        int version = version(plan);
        out.putInt(version);
        out.putString(plan.gateway());
        out.putLong(plan.scope() == TimeScope.SOURCE ? -plan.idleAfterNs() : plan.idleAfterNs());
        if (version >= VERSION_OF_SECOND_EDITION) {
            out.putLong(plan.resetAfterNs());
        }
        if (version >= VERSION_OF_DERIVED_BOUND) {
            out.putInt(plan.maxDerived());
        }
        out.putInt(plan.sources().size());
        for (SourceNode source : plan.sources()) {
            out.putString(source.name());
            out.putString(source.type());
            out.putString(source.detail());
            out.putByte(source.bounded() ? 1 : 0);
            if (version >= VERSION_OF_SECOND_EDITION) {
                out.putInt(source.rememberedCount());
            }
        }
        if (version != VERSION_WITHOUT_STREAMS) {
            writeOperators(out, plan.streams());
        }
        writeOperators(out, plan.alarms());
        out.putInt(plan.sinks().size());
        for (SinkNode sink : plan.sinks()) {
            out.putString(sink.name());
            out.putString(sink.type());
            out.putString(sink.detail());
        }
        if (version >= VERSION_OF_LIFE_CYCLES) {
            writeLifeCycles(out, plan.lifeCycles());
        }
        return out.bytes();
    }

    private static void writeLifeCycles(PlanWriter out, Map<String, LifeCycle> lifeCycles) {
        out.putInt(lifeCycles.size());
        lifeCycles.forEach((alarm, lifeCycle) -> {
            out.putString(alarm);
            lifeCycle.writeTo(out);
        });
    }

    private static Map<String, LifeCycle> readLifeCycles(PlanReader in) {
        Map<String, LifeCycle> lifeCycles = new TreeMap<>();
        for (int left = in.getCount(); left > 0; left--) {
            String alarm = in.getString();
            if (lifeCycles.put(alarm, LifeCycle.read(in)) != null) {
                throw new IllegalArgumentException("an alarm has two life cycles, name=" + alarm);
            }
        }
        return lifeCycles;
    }

    /**
     * Decodes a plan.
     *
     * @throws IllegalArgumentException when a newer version of the program wrote the bytes, or when they are no plan
     */
    public static Plan decode(DirectBuffer buffer, int offset) {
        PlanReader in = new PlanReader(buffer, offset);
        int version = in.getInt();
        if (version < VERSION_WITHOUT_STREAMS || version > NEWEST_VERSION) {
            throw new IllegalArgumentException(
                    "this version reads plans of version 1 to " + NEWEST_VERSION + ", version=" + version);
        }
        String gateway = in.getString();
        // The idle time is positive. Its negative says in addition that the time scope is the source.
        long idleAfterNs = in.getLong();
        TimeScope scope = idleAfterNs < 0 ? TimeScope.SOURCE : TimeScope.SENSOR;
        long resetAfterNs = version < VERSION_OF_SECOND_EDITION ? 0 : in.getLong();
        int maxDerived = version < VERSION_OF_DERIVED_BOUND ? Plan.UNBOUNDED : in.getInt();
        int sourceCount = in.getCount();
        List<SourceNode> sources = new ArrayList<>();
        for (int i = 0; i < sourceCount; i++) {
            sources.add(new SourceNode(
                    in.getString(),
                    in.getString(),
                    in.getString(),
                    in.getByte() == 1,
                    version < VERSION_OF_SECOND_EDITION ? SourceNode.BY_SENSOR : in.getInt()));
        }
        List<DerivedNode> streams =
                version == VERSION_WITHOUT_STREAMS ? List.of() : readOperators(in, DerivedNode.class);
        List<AlarmRule> alarms = readOperators(in, AlarmRule.class);
        int sinkCount = in.getCount();
        List<SinkNode> sinks = new ArrayList<>();
        for (int i = 0; i < sinkCount; i++) {
            sinks.add(new SinkNode(in.getString(), in.getString(), in.getString()));
        }
        Map<String, LifeCycle> lifeCycles = version < VERSION_OF_LIFE_CYCLES ? Map.of() : readLifeCycles(in);
        Edition edition = version < VERSION_OF_SECOND_EDITION ? Edition.FIRST : Edition.SECOND;
        Plan plan = new Plan(
                gateway,
                sources,
                Math.abs(idleAfterNs),
                scope,
                streams,
                alarms,
                sinks,
                edition,
                resetAfterNs,
                maxDerived,
                lifeCycles);
        int needed = version(plan);
        if (needed > version) {
            throw new IllegalArgumentException(
                    "a plan of version " + version + " must not have what version " + needed + " introduced");
        }
        return plan;
    }

    private static int version(Plan plan) {
        return plan.edition() == Edition.SECOND ? secondEditionVersion(plan) : firstEditionVersion(plan);
    }

    private static int secondEditionVersion(Plan plan) {
        int version = plan.maxDerived() == Plan.UNBOUNDED ? VERSION_OF_SECOND_EDITION : VERSION_OF_DERIVED_BOUND;
        for (AlarmRule rule : plan.alarms()) {
            version = Math.max(version, rule.type().planVersion());
            if (isExpecting(rule)) {
                version = Math.max(version, VERSION_OF_EXPECTED_SENSORS);
            }
        }
        if (plan.streams().stream().anyMatch(PlanCodec::hasCounters)) {
            version = Math.max(version, VERSION_OF_COUNTERS);
        }
        if (plan.streams().stream().anyMatch(PlanCodec::carries)) {
            version = Math.max(version, VERSION_OF_CARRIED_VALUES);
        }
        if (plan.streams().stream().anyMatch(PlanCodec::hasTextStates)) {
            version = Math.max(version, VERSION_OF_TEXT_STATES);
        }
        if (!plan.lifeCycles().isEmpty()) {
            version = Math.max(version, VERSION_OF_LIFE_CYCLES);
        }
        return version;
    }

    private static int firstEditionVersion(Plan plan) {
        int version = plan.streams().isEmpty() ? VERSION_WITHOUT_STREAMS : VERSION_OF_FIRST_STREAMS;
        if (plan.scope() == TimeScope.SOURCE) {
            version = VERSION_OF_SOURCE_TIME;
        }
        if (plan.operators().stream().anyMatch(PlanCodec::needsProcesses)) {
            version = Math.max(version, VERSION_OF_PROCESSES);
        }
        for (OperatorNode node : plan.operators()) {
            version = Math.max(version, version(node));
        }
        return version;
    }

    private static boolean isExpecting(AlarmRule rule) {
        return rule instanceof MissingRule missing && !missing.expected().isEmpty();
    }

    private static boolean hasCounters(DerivedNode node) {
        return node instanceof StreamNode stream && stream.hasCounters();
    }

    private static boolean carries(DerivedNode node) {
        return node instanceof StreamNode stream && stream.carryForNs() != StreamNode.NO_CARRY;
    }

    private static boolean hasTextStates(DerivedNode node) {
        return node instanceof StreamNode stream && stream.hasTextStates();
    }

    private static boolean needsProcesses(OperatorNode node) {
        return node instanceof ProcessNode || node.selector().filters().size() > 1;
    }

    private static int version(AlarmRule rule) {
        if (rule.onBad() == OnBad.CLEAR) {
            throw new IllegalArgumentException(
                    "a plan of the first edition must not clear an alarm when its value is lost, name=" + rule.name());
        }
        if (isExpecting(rule)) {
            throw new IllegalArgumentException(
                    "a plan of the first edition must not expect sensors, name=" + rule.name());
        }
        AlarmType type = rule.type();
        if (type.planVersion() >= VERSION_OF_SECOND_EDITION) {
            throw new IllegalArgumentException("a plan of the first edition must not have an alarm of type "
                    + type.label() + ", name=" + rule.name());
        }
        return type.planVersion();
    }

    private static int version(OperatorNode node) {
        return switch (node.kind()) {
            case ALARM -> version((AlarmRule) node);
            case STREAM -> version((StreamNode) node);
            case JOIN, PROCESS -> VERSION_OF_PROCESSES;
        };
    }

    private static int version(StreamNode stream) {
        if (stream.hasTextStates()) {
            throw new IllegalArgumentException(
                    "a plan of the first edition must not have states of texts, name=" + stream.name());
        }
        if (carries(stream)) {
            throw new IllegalArgumentException(
                    "a plan of the first edition must not carry values, name=" + stream.name());
        }
        if (stream.hasCounters()) {
            throw new IllegalArgumentException(
                    "a plan of the first edition must not have increase or counter_rate, name=" + stream.name());
        }
        if (!stream.timeIn().isEmpty() || stream.window() instanceof RollingWindow) {
            return VERSION_OF_SOURCE_TIME;
        }
        return FIRST_AGGREGATES.containsAll(stream.aggregates()) ? VERSION_OF_FIRST_STREAMS : VERSION_OF_WINDOWS;
    }

    private static void writeOperators(PlanWriter out, List<? extends OperatorNode> nodes) {
        out.putInt(nodes.size());
        nodes.forEach(node -> OperatorCodec.write(out, node));
    }

    private static <T extends OperatorNode> List<T> readOperators(PlanReader in, Class<T> kind) {
        int count = in.getCount();
        List<T> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            OperatorNode node = OperatorCodec.read(in);
            if (!kind.isInstance(node)) {
                throw new IllegalArgumentException("an operator in the wrong place of a plan, name=" + node.name());
            }
            nodes.add(kind.cast(node));
        }
        return nodes;
    }
}
