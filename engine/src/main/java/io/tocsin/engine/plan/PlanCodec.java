package io.tocsin.engine.plan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A plan as bytes: the body of a PLAN record. Equal plans give equal bytes, so bytes can be compared to see whether the
 * rules changed. Strings are a length and UTF-8, numbers little endian; the first int is the version.
 */
public final class PlanCodec {
    private static final int VERSION = 1;
    private static final byte LIMIT = 1;
    private static final byte MISSING = 2;

    private PlanCodec() {}

    /** The plan's bytes. */
    public static byte[] encode(Plan plan) {
        Writer out = new Writer();
        out.putInt(VERSION);
        out.putString(plan.gateway());
        out.putLong(plan.idleAfterNs());
        out.putInt(plan.sources().size());
        for (SourceNode source : plan.sources()) {
            out.putString(source.name());
            out.putString(source.type());
            out.putString(source.detail());
            out.putByte(source.bounded() ? 1 : 0);
        }
        out.putInt(plan.alarms().size());
        for (AlarmRule rule : plan.alarms()) {
            encodeRule(out, rule);
        }
        out.putInt(plan.sinks().size());
        for (SinkNode sink : plan.sinks()) {
            out.putString(sink.name());
            out.putString(sink.type());
            out.putString(sink.detail());
        }
        return out.bytes();
    }

    /**
     * Reads a plan.
     *
     * @throws IllegalArgumentException when a newer version of the program wrote it
     */
    public static Plan decode(DirectBuffer buffer, int offset) {
        Reader in = new Reader(buffer, offset);
        int version = in.getInt();
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "this version reads plans of version " + VERSION + ", version=" + version);
        }
        String gateway = in.getString();
        long idleAfterNs = in.getLong();
        int sourceCount = in.getInt();
        List<SourceNode> sources = new ArrayList<>();
        for (int i = 0; i < sourceCount; i++) {
            sources.add(new SourceNode(in.getString(), in.getString(), in.getString(), in.getByte() == 1));
        }
        int alarmCount = in.getInt();
        List<AlarmRule> alarms = new ArrayList<>();
        for (int i = 0; i < alarmCount; i++) {
            alarms.add(decodeRule(in));
        }
        int sinkCount = in.getInt();
        List<SinkNode> sinks = new ArrayList<>();
        for (int i = 0; i < sinkCount; i++) {
            sinks.add(new SinkNode(in.getString(), in.getString(), in.getString()));
        }
        return new Plan(gateway, sources, idleAfterNs, alarms, sinks);
    }

    /** One rule's bytes. */
    public static byte[] encodeRule(AlarmRule rule) {
        Writer out = new Writer();
        encodeRule(out, rule);
        return out.bytes();
    }

    /** Reads one rule. */
    public static AlarmRule decodeRule(byte[] bytes) {
        return decodeRule(new Reader(new UnsafeBuffer(bytes), 0));
    }

    private static void encodeRule(Writer out, AlarmRule rule) {
        out.putByte(rule instanceof LimitRule ? LIMIT : MISSING);
        out.putString(rule.name());
        out.putString(rule.selector().filter());
        out.putByte(rule.priority().ordinal());
        out.putString(rule.message());
        out.putInt(rule.sinks().size());
        rule.sinks().forEach(out::putString);
        out.putLong(rule.reorderNs());
        if (rule instanceof LimitRule limit) {
            out.putLong(limit.onDelayNs());
            out.putLong(limit.offDelayNs());
            out.putInt(limit.levels().size());
            for (LimitLevel level : limit.levels()) {
                out.putByte(level.level().ordinal());
                out.putDouble(level.limit());
                out.putDouble(level.deadband());
                out.putByte(level.priority().ordinal());
            }
        } else if (rule instanceof MissingRule missing) {
            out.putLong(missing.timeoutNs());
            out.putByte(missing.group() ? 1 : 0);
        }
    }

    private static AlarmRule decodeRule(Reader in) {
        byte type = in.getByte();
        String name = in.getString();
        SensorSelector selector = new SensorSelector(in.getString());
        Priority priority = Priority.values()[in.getByte()];
        String message = in.getString();
        int sinkCount = in.getInt();
        List<String> sinks = new ArrayList<>();
        for (int i = 0; i < sinkCount; i++) {
            sinks.add(in.getString());
        }
        long reorderNs = in.getLong();
        if (type == MISSING) {
            return new MissingRule(
                    name, selector, priority, message, sinks, in.getLong(), in.getByte() == 1, reorderNs);
        }
        if (type != LIMIT) {
            throw new IllegalArgumentException("unknown alarm type in a plan, type=" + type);
        }
        long onDelayNs = in.getLong();
        long offDelayNs = in.getLong();
        int levelCount = in.getInt();
        List<LimitLevel> levels = new ArrayList<>();
        for (int i = 0; i < levelCount; i++) {
            levels.add(new LimitLevel(
                    Level.values()[in.getByte()], in.getDouble(), in.getDouble(), Priority.values()[in.getByte()]));
        }
        return new LimitRule(name, selector, priority, message, sinks, levels, onDelayNs, offDelayNs, reorderNs);
    }

    private static final class Writer {
        private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
        private int length;

        void putByte(int value) {
            buffer.putByte(length, (byte) value);
            length += Byte.BYTES;
        }

        void putInt(int value) {
            buffer.putInt(length, value);
            length += Integer.BYTES;
        }

        void putLong(long value) {
            buffer.putLong(length, value);
            length += Long.BYTES;
        }

        void putDouble(double value) {
            putLong(Double.doubleToRawLongBits(value));
        }

        void putString(String value) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            putInt(bytes.length);
            buffer.putBytes(length, bytes);
            length += bytes.length;
        }

        byte[] bytes() {
            return Arrays.copyOf(buffer.byteArray(), length);
        }
    }

    private static final class Reader {
        private final DirectBuffer buffer;
        private int offset;

        Reader(DirectBuffer buffer, int offset) {
            this.buffer = buffer;
            this.offset = offset;
        }

        byte getByte() {
            return buffer.getByte(offset++);
        }

        int getInt() {
            int value = buffer.getInt(offset);
            offset += Integer.BYTES;
            return value;
        }

        long getLong() {
            long value = buffer.getLong(offset);
            offset += Long.BYTES;
            return value;
        }

        double getDouble() {
            return Double.longBitsToDouble(getLong());
        }

        String getString() {
            byte[] bytes = new byte[getInt()];
            buffer.getBytes(offset, bytes);
            offset += bytes.length;
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
