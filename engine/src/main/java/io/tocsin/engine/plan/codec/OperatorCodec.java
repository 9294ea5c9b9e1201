package io.tocsin.engine.plan.codec;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.AlarmType;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.alarm.RuleHead;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.select.Input;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CalendarWindow;
import io.tocsin.engine.plan.window.CountWindow;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.plan.window.RollingWindow;
import io.tocsin.engine.plan.window.SessionWindow;
import io.tocsin.engine.plan.window.StateWindow;
import io.tocsin.engine.plan.window.Window;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes alarm rules, streams and process nodes as bytes, each after a byte for its type. */
public final class OperatorCodec {
    // AlarmType holds the codes of alarms.
    private static final byte STREAM = 3;
    private static final byte JOIN = 4;
    private static final byte PROCESS = 5;
    /** Code of a stream with times in states; a stream without them keeps the older code. */
    private static final byte STREAM_WITH_STATES = 6;

    /** Code of a stream of counters: a stream with states, perhaps none, and a roll-over at its end. */
    private static final byte STREAM_OF_COUNTERS = 12;

    /** Code of a stream that carries values: a stream of counters, perhaps without one, and how long it carries. */
    private static final byte STREAM_WITH_CARRY = 14;

    /** Code of a stream with states of texts: a stream that carries values, perhaps none, its states with texts. */
    private static final byte STREAM_OF_TEXTS = 15;

    /** Code before an alarm that clears when its value is lost; an alarm that holds is written without it. */
    private static final byte CLEARED_ON_BAD = 10;

    /** Code before a missing alarm that expects sensors, whose names follow it. */
    private static final byte EXPECTING = 13;

    private static final byte INTERVAL = 1;
    private static final byte SAME_WINDOW = 2;
    private static final byte LATEST = 3;

    /**
     * Separator of a selector's filters. No sensor's name contains it, so no single filter with it ever selected a
     * sensor.
     */
    private static final String BETWEEN_FILTERS = "\n";

    private OperatorCodec() {}

    /** Encodes an operator. Equal operators have equal bytes. */
    public static byte[] encode(OperatorNode node) {
        PlanWriter out = new PlanWriter();
        write(out, node);
        return out.bytes();
    }

    /** Decodes an operator. */
    public static OperatorNode decode(byte[] bytes) {
        return read(new PlanReader(new UnsafeBuffer(bytes), 0));
    }

    static void write(PlanWriter out, OperatorNode node) {
        switch (node.kind()) {
            case ALARM -> writeAlarm(out, (AlarmRule) node);
            case STREAM -> writeStream(out, (StreamNode) node);
            case JOIN -> writeJoin(out, (JoinNode) node);
            case PROCESS -> writeProcess(out, (ProcessNode) node);
        }
    }

    static OperatorNode read(PlanReader in) {
        byte code = in.getByte();
        AlarmType alarm = AlarmType.ofCode(code);
        if (alarm != null) {
            return readRule(in, alarm, OnBad.HOLD);
        }
        return switch (code) {
            case CLEARED_ON_BAD -> readClearedOnBad(in);
            case EXPECTING -> readExpecting(in);
            case STREAM, STREAM_WITH_STATES -> readStream(in, code == STREAM_WITH_STATES, false);
            case STREAM_OF_COUNTERS -> readStream(in, true, false).withRollover(in.getDouble());
            case STREAM_WITH_CARRY, STREAM_OF_TEXTS ->
                readStream(in, true, code == STREAM_OF_TEXTS)
                        .withRollover(in.getDouble())
                        .withCarryFor(in.getLong());
            case JOIN -> readJoin(in);
            case PROCESS -> readProcess(in);
            default -> throw unknownType(code);
        };
    }

    private static IllegalArgumentException unknownType(byte code) {
        return new IllegalArgumentException("unknown type of operator in a plan, type=" + code);
    }

    private static void writeAlarm(PlanWriter out, AlarmRule rule) {
        if (rule.onBad() == OnBad.CLEAR) {
            out.putByte(CLEARED_ON_BAD);
        }
        boolean isExpecting =
                rule instanceof MissingRule missing && !missing.expected().isEmpty();
        if (isExpecting) {
            out.putByte(EXPECTING);
        }
        out.putByte(rule.type().code());
        out.putString(rule.name());
        writeSelector(out, rule.selector());
        out.putByte(rule.priority().ordinal());
        out.putString(rule.message());
        out.putStrings(rule.sinks());
        out.putLong(rule.reorderNs());
        rule.writeFields(out);
        if (isExpecting) {
            out.putStrings(((MissingRule) rule).expected());
        }
    }

    private static AlarmRule readExpecting(PlanReader in) {
        byte code = in.getByte();
        if (code != AlarmType.MISSING.code()) {
            throw unknownType(code);
        }
        return ((MissingRule) readRule(in, AlarmType.MISSING, OnBad.HOLD)).expecting(in.getStrings());
    }

    private static AlarmRule readClearedOnBad(PlanReader in) {
        byte code = in.getByte();
        AlarmType type = AlarmType.ofCode(code);
        if (type == null) {
            throw unknownType(code);
        }
        AlarmRule rule = readRule(in, type, OnBad.CLEAR);
        if (rule.onBad() != OnBad.CLEAR) {
            throw new IllegalArgumentException(
                    "an alarm of this type cannot be cleared when its value is lost, type=" + type.label());
        }
        return rule;
    }

    private static AlarmRule readRule(PlanReader in, AlarmType type, OnBad onBad) {
        RuleHead head = new RuleHead(
                in.getString(),
                readSelector(in),
                in.getOneOf(Priority.values()),
                in.getString(),
                in.getStrings(),
                in.getLong(),
                onBad);
        return type.read(head, in);
    }

    private static void writeStream(PlanWriter out, StreamNode stream) {
        boolean hasTexts = stream.hasTextStates();
        boolean carries = stream.carryForNs() != StreamNode.NO_CARRY || hasTexts;
        boolean hasRollover = stream.hasCounters() || carries;
        boolean hasStates = !stream.timeIn().isEmpty() || hasRollover;
        out.putByte(hasTexts ? STREAM_OF_TEXTS : streamCode(carries, hasRollover, hasStates));
        out.putString(stream.name());
        writeSelector(out, stream.selector());
        out.putString(stream.groupBy());
        writeWindow(out, stream.window());
        out.putByte(stream.byReceiveTime() ? 1 : 0);
        out.putStrings(stream.aggregates().stream().map(Aggregate::name).toList());
        if (hasStates) {
            writeStates(out, stream.timeIn(), hasTexts);
        }
        out.putLong(stream.outOfOrdernessNs());
        out.putLong(stream.latenessNs());
        out.putString(stream.late().name());
        out.putString(stream.emit().name());
        out.putStrings(stream.sinks());
        if (hasRollover) {
            out.putDouble(stream.rollover());
        }
        if (carries) {
            out.putLong(stream.carryForNs());
        }
    }

    private static byte streamCode(boolean carries, boolean hasRollover, boolean hasStates) {
        if (carries) {
            return STREAM_WITH_CARRY;
        }
        return hasRollover ? STREAM_OF_COUNTERS : hasStates ? STREAM_WITH_STATES : STREAM;
    }

    private static void writeStates(PlanWriter out, List<TimeInState> states, boolean withTexts) {
        out.putInt(states.size());
        for (TimeInState state : states) {
            out.putString(state.name());
            out.putDouble(state.least());
            out.putByte(state.hasLeast() ? 1 : 0);
            out.putDouble(state.greatest());
            out.putByte(state.hasGreatest() ? 1 : 0);
            if (withTexts) {
                state.states().writeTo(out);
            }
        }
    }

    private static List<TimeInState> readStates(PlanReader in, boolean withTexts) {
        int count = in.getCount();
        List<TimeInState> states = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            states.add(new TimeInState(
                    in.getString(),
                    in.getDouble(),
                    in.getByte() == 1,
                    in.getDouble(),
                    in.getByte() == 1,
                    withTexts ? StateSet.read(in) : StateSet.NONE));
        }
        return states;
    }

    private static StreamNode readStream(PlanReader in, boolean hasStates, boolean hasTexts) {
        return new StreamNode(
                in.getString(),
                readSelector(in),
                in.getString(),
                readWindow(in),
                in.getByte() == 1,
                in.getStrings().stream().map(Aggregate::valueOf).toList(),
                hasStates ? readStates(in, hasTexts) : List.of(),
                in.getLong(),
                in.getLong(),
                LatePolicy.valueOf(in.getString()),
                EmitMode.valueOf(in.getString()),
                in.getStrings());
    }

    private static void writeJoin(PlanWriter out, JoinNode join) {
        out.putByte(JOIN);
        out.putString(join.name());
        writeInput(out, join.left());
        writeInput(out, join.right());
        out.putString(join.type().name());
        if (join.condition() instanceof JoinCondition.Interval interval) {
            out.putByte(INTERVAL);
            out.putLong(interval.lowerNs());
            out.putLong(interval.upperNs());
        } else if (join.condition() instanceof JoinCondition.Latest) {
            out.putByte(LATEST);
        } else {
            out.putByte(SAME_WINDOW);
            writeWindow(out, ((JoinCondition.SameWindow) join.condition()).window());
        }
        out.putByte(join.byReceiveTime() ? 1 : 0);
        out.putStrings(join.values().stream().map(JoinValue::name).toList());
        out.putLong(join.outOfOrdernessNs());
        out.putStrings(join.sinks());
    }

    private static JoinNode readJoin(PlanReader in) {
        return new JoinNode(
                in.getString(),
                readInput(in),
                readInput(in),
                JoinType.valueOf(in.getString()),
                readCondition(in),
                in.getByte() == 1,
                in.getStrings().stream().map(JoinValue::valueOf).toList(),
                in.getLong(),
                in.getStrings());
    }

    private static JoinCondition readCondition(PlanReader in) {
        byte kind = in.getByte();
        return switch (kind) {
            case INTERVAL -> new JoinCondition.Interval(in.getLong(), in.getLong());
            case LATEST -> new JoinCondition.Latest();
            case SAME_WINDOW -> new JoinCondition.SameWindow(readWindow(in));
            default -> throw new IllegalArgumentException("unknown condition of a join in a plan, kind=" + kind);
        };
    }

    private static void writeInput(PlanWriter out, Input input) {
        writeSelector(out, input.selector());
        out.putString(input.groupBy());
    }

    private static Input readInput(PlanReader in) {
        return new Input(readSelector(in), in.getString());
    }

    private static void writeProcess(PlanWriter out, ProcessNode process) {
        out.putByte(PROCESS);
        out.putString(process.name());
        writeSelector(out, process.selector());
        out.putString(process.groupBy());
        out.putByte(process.byReceiveTime() ? 1 : 0);
        out.putString(process.function());
        out.putInt(process.functionVersion());
        out.putStrings(process.sideOutputs());
        out.putByte(process.broadcast() == null ? 0 : 1);
        if (process.broadcast() != null) {
            writeSelector(out, process.broadcast());
        }
        out.putLong(process.outOfOrdernessNs());
        out.putByte(process.inOrder() ? 1 : 0);
        out.putStrings(process.sinks());
    }

    private static ProcessNode readProcess(PlanReader in) {
        return new ProcessNode(
                in.getString(),
                readSelector(in),
                in.getString(),
                in.getByte() == 1,
                in.getString(),
                in.getInt(),
                in.getStrings(),
                in.getByte() == 1 ? readSelector(in) : null,
                in.getLong(),
                in.getByte() == 1,
                in.getStrings());
    }

    private static void writeSelector(PlanWriter out, SensorSelector selector) {
        out.putString(String.join(BETWEEN_FILTERS, selector.filters()));
    }

    private static SensorSelector readSelector(PlanReader in) {
        return new SensorSelector(List.of(in.getString().split(BETWEEN_FILTERS, -1)));
    }

    private static void writeWindow(PlanWriter out, Window window) {
        out.putString(window.getClass().getSimpleName());
        if (window instanceof AlignedWindow aligned) {
            out.putLong(aligned.sizeNs());
            out.putLong(aligned.slideNs());
            out.putLong(aligned.offsetNs());
        } else if (window instanceof SessionWindow session) {
            out.putLong(session.gapNs());
            out.putLong(session.gapPerUnitNs());
        } else if (window instanceof CountWindow count) {
            out.putInt(count.size());
            out.putInt(count.slide());
        } else if (window instanceof CumulativeWindow cumulative) {
            out.putLong(cumulative.sizeNs());
            out.putLong(cumulative.stepNs());
            out.putLong(cumulative.offsetNs());
        } else if (window instanceof StateWindow state) {
            out.putDouble(state.least());
            out.putDouble(state.greatest());
        } else if (window instanceof RollingWindow rolling) {
            out.putLong(rolling.sizeNs());
        } else if (window instanceof CalendarWindow calendar) {
            out.putString(calendar.zone().getId());
            out.putStrings(calendar.starts().stream().map(LocalTime::toString).toList());
        }
    }

    private static Window readWindow(PlanReader in) {
        String type = in.getString();
        return switch (type) {
            case "AlignedWindow" -> new AlignedWindow(in.getLong(), in.getLong(), in.getLong());
            case "SessionWindow" -> new SessionWindow(in.getLong(), in.getLong());
            case "CountWindow" -> new CountWindow(in.getInt(), in.getInt());
            case "CumulativeWindow" -> new CumulativeWindow(in.getLong(), in.getLong(), in.getLong());
            case "StateWindow" -> new StateWindow(in.getDouble(), in.getDouble());
            case "RollingWindow" -> new RollingWindow(in.getLong());
            case "CalendarWindow" -> readCalendarWindow(in);
            default -> throw new IllegalArgumentException("unknown kind of window in a plan, type=" + type);
        };
    }

    private static CalendarWindow readCalendarWindow(PlanReader in) {
        String zone = in.getString();
        List<String> starts = in.getStrings();
        try {
            return new CalendarWindow(
                    ZoneId.of(zone), starts.stream().map(LocalTime::parse).toList());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "unknown zone or time in a plan, zone=" + zone + ", starts=" + starts, e);
        }
    }
}
