package io.tocsin.gateway.plan;

import io.tocsin.engine.admission.SensorCosts;
import io.tocsin.engine.function.Functions;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.plan.QualityRule;
import io.tocsin.engine.plan.StateRule;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.process.ProcessSizes;
import io.tocsin.engine.window.KeyedWindows;
import io.tocsin.engine.window.RollingWindows;
import io.tocsin.engine.window.WindowFactory;

/**
 * How much state the engine keeps, by its layouts: a cache line for a sensor, a slot for each alarm that selects it. The memory is taken many slots at a time as sensors come.
 */
final class StateSizes {
    private static final int CACHE_LINE_BYTES = 64;
    private static final int LIMIT_HEAD_BYTES = 56;
    private static final int LIMIT_LEVEL_BYTES = 8;
    private static final int MISSING_BYTES = 72;
    private static final int EPISODE_BYTES = 40;
    private static final int REPORTED_TIME_BYTES = 8;
    private static final int STREAM_HEAD_BYTES = 16;
    private static final int JOIN_HEAD_BYTES = 72;
    private static final int ORDERED_KEY_BYTES = 32;

    private StateSizes() {}

    /** Bytes that an operator keeps of one key, without the lines of derived sensors. */
    static long keyBytes(OperatorNode node, Functions functions) {
        if (node instanceof AlarmRule rule) {
            long bytes = alarmBytes(rule);
            return rule.reorderNs() > 0 ? bytes + ORDERED_KEY_BYTES : bytes;
        }
        if (node instanceof ProcessNode process) {
            return processBytes(process, functions);
        }
        return node instanceof StreamNode windows ? windowBytes(windows) : joinBytes((JoinNode) node);
    }

    /** Bytes of the lines of a key: one for each side that has its own, and one for each value if somebody selects it. */
    static long lineBytes(DerivedNode node) {
        int sides = node instanceof JoinNode join ? join.inputs().size() : 0;
        return (long) (sides + node.outputCount()) * SensorCosts.LINE_BYTES;
    }

    /** Bytes an alarm keeps of one sensor; readings held by {@code reorder} come on top. */
    private static int alarmBytes(AlarmRule rule) {
        if (rule instanceof LimitRule limit) {
            int length = LIMIT_HEAD_BYTES + limit.levels().size() * LIMIT_LEVEL_BYTES;
            return length <= CACHE_LINE_BYTES ? CACHE_LINE_BYTES : (length + 15) / 16 * 16;
        }
        if (rule instanceof MissingRule) {
            return MISSING_BYTES;
        }
        int reported = rule.reorderNs() == AlarmRule.IN_ARRIVAL_ORDER ? REPORTED_TIME_BYTES : 0;
        return reported + (rule instanceof QualityRule || rule instanceof StateRule ? EPISODE_BYTES : CACHE_LINE_BYTES);
    }

    /** Two clocks; samples that wait for a partner come on top, 32 bytes each. */
    private static int joinBytes(JoinNode join) {
        return JOIN_HEAD_BYTES + (join.outputCount() * Integer.BYTES + 7) / 8 * 8;
    }

    /**
     * Bytes a stream keeps of one key: its clock, and its windows. Readings held to put them in order come on top.
     */
    private static int windowBytes(StreamNode node) {
        StreamNode stream = node.inOrder();
        int windows = windows(stream).bytesPerKey();
        return STREAM_HEAD_BYTES
                + (stream.outputCount() * Integer.BYTES + 7) / 8 * 8
                + windows
                + (node.needsOrder() && node.outOfOrdernessNs() > 0 ? ORDERED_KEY_BYTES : 0);
    }

    /** Bytes that a stream keeps of each reading in its window; 0 when it keeps no readings. */
    static int readingBytes(DerivedNode node) {
        return node instanceof StreamNode stream && windows(stream.inOrder()) instanceof RollingWindows rolling
                ? rolling.bytesPerSample()
                : 0;
    }

    private static KeyedWindows windows(StreamNode stream) {
        return WindowFactory.create(
                stream.window(),
                stream.aggregates(),
                stream.timeIn(),
                stream.outOfOrdernessNs(),
                stream.latenessNs(),
                (slot, startNs, endNs, pane, isUpdate) -> {});
    }

    /** Bytes that a process node may come to keep of one key. */
    private static long processBytes(ProcessNode process, Functions functions) {
        return ProcessSizes.maxBytesPerKey(process, functions) + (process.inOrder() ? ORDERED_KEY_BYTES : 0);
    }
}
