package io.tocsin.engine.pipeline;

import io.tocsin.engine.pipeline.thread.ThreadLayout;
import io.tocsin.engine.pipeline.thread.WaitStrategyKind;
import org.agrona.BitUtil;

/**
 * Configuration of the pipeline.
 *
 * @param ringSize slots of the input ring, a power of two; at least twice the number of messages that an MQTT broker
 *     may have in flight
 * @param waitStrategy how the engine thread waits
 * @param alarmGate state of the journal that an alarm event waits for
 * @param shards number of threads that fold, from 1 to {@value #MAX_SHARDS}, the engine thread included
 * @param layout threads of the pipeline; not {@link ThreadLayout#TOGETHER} with a durable gate
 */
public record PipelineConfig(
        int ringSize, WaitStrategyKind waitStrategy, AlarmGate alarmGate, int shards, ThreadLayout layout) {
    /** The most shards. */
    public static final int MAX_SHARDS = 64;

    /** Default ring size: at 64 bytes a slot, 1 MiB. */
    public static final int DEFAULT_RING_SIZE = 16_384;

    public PipelineConfig {
        if (ringSize < 1024 || ringSize > 1 << 24 || !BitUtil.isPowerOfTwo(ringSize)) {
            throw new IllegalArgumentException(
                    "ringSize must be a power of two from 1024 to 16777216, ringSize=" + ringSize);
        }
        if (layout == ThreadLayout.TOGETHER && alarmGate == AlarmGate.DURABLE) {
            throw new IllegalArgumentException("the engine thread must not wait for a durable gate");
        }
        if (shards < 1 || shards > MAX_SHARDS) {
            throw new IllegalArgumentException("shards must be from 1 to " + MAX_SHARDS + ", shards=" + shards);
        }
    }

    /** Creates a configuration with the layout for this machine. */
    public PipelineConfig(int ringSize, WaitStrategyKind waitStrategy, AlarmGate alarmGate, int shards) {
        this(
                ringSize,
                waitStrategy,
                alarmGate,
                shards,
                ThreadLayout.of(Runtime.getRuntime().availableProcessors(), alarmGate == AlarmGate.DURABLE));
    }

    /** Creates a configuration with one shard. */
    public PipelineConfig(int ringSize, WaitStrategyKind waitStrategy, AlarmGate alarmGate) {
        this(ringSize, waitStrategy, alarmGate, 1);
    }
}
