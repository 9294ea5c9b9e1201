package io.tocsin.gateway.plan;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import io.tocsin.engine.admission.SensorCosts;
import io.tocsin.engine.admission.StateAdmission;
import io.tocsin.engine.fold.Operators;
import io.tocsin.engine.memory.MemorySizes;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.SourceConfig;
import io.tocsin.gateway.config.schema.Durations;
import io.tocsin.gateway.config.schema.Sizes;
import io.tocsin.gateway.print.Numbers;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Memory budget for the state of sensors outside the heap, and the size of one sensor's state. State is allocated as
 * sensors arrive, so the budget limits the admission of sensors, not the start of a gateway.
 */
public final class StateBudget {
    /**
     * The rest is for state that depends on the readings: held readings and samples of rolling windows and joins.
     */
    private static final int DEFAULT_QUARTERS = 3;

    private static final int QUARTERS = 4;

    private final GatewayConfig config;
    private final long limitBytes;

    /** The budget of a gateway in this process. */
    public StateBudget(GatewayConfig config) {
        this(config, processBytes());
    }

    /**
     * @param limitBytes bytes outside its heap that the process may take
     */
    StateBudget(GatewayConfig config, long limitBytes) {
        this.config = config;
        this.limitBytes = limitBytes;
    }

    /**
     * Memory that this process may take outside its heap: direct memory, within the limits of the machine or container.
     */
    private static long processBytes() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long heapBytes = Runtime.getRuntime().maxMemory();
        long directBytes = Long.parseLong(jvm.getVMOption("MaxDirectMemorySize").getValue());
        long machineBytes =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return limit(directBytes == 0 ? heapBytes : directBytes, machineBytes, heapBytes);
    }

    /** A heap as large as the machine leaves none; then only direct memory counts, because a heap is seldom full */
    static long limit(long directBytes, long machineBytes, long heapBytes) {
        return machineBytes > heapBytes ? Math.min(directBytes, machineBytes - heapBytes) : directBytes;
    }

    /**
     * Checks before the first sensor that the process can allocate the configured memory.
     *
     * @throws ConfigException when it cannot
     */
    public void check() throws ConfigException {
        if (stateMemoryBytes() > limitBytes) {
            throw new ConfigException(List.of(config.file() + ": engine.stateMemory: is "
                    + Sizes.round(stateMemoryBytes()) + ", but this process may only take " + Sizes.round(limitBytes)
                    + " outside its heap: lower it, or start with TOCSIN_JAVA_OPTS=-XX:MaxDirectMemorySize=…"));
        }
        if (sensorBytes() <= 0) {
            throw new ConfigException(List.of(config.file() + ": engine.stateMemory: " + Sizes.round(stateMemoryBytes())
                    + " leave no memory for sensors: the readings that sources remember for re-deliveries take "
                    + Sizes.round(copies() * memoryBytes()) + ", held " + heldWords()
                    + ": raise it, or lower dedupe of the sources"));
        }
    }

    /** Bytes of all state, as configured or by default. */
    long stateMemoryBytes() {
        return config.stateMemoryBytes() == null ? limitBytes / QUARTERS * DEFAULT_QUARTERS : config.stateMemoryBytes();
    }

    /** Origin of {@link #stateMemoryBytes}. */
    String origin() {
        return config.stateMemoryBytes() == null
                ? "three quarters of the memory of this process outside its heap"
                : "engine.stateMemory";
    }

    /** Budget of the sensors, each counted once, bytes. */
    long sensorBytes() {
        return stateMemoryBytes() / copies() - memoryBytes();
    }

    /**
     * Number of copies of the state: the follower's, which snapshots are made of, and the engine's; after a restart
     * each shard has a full copy.
     */
    private int copies() {
        return 1 + config.pipeline().shards();
    }

    /** Number of copies of the state, for people. */
    String heldWords() {
        return copies() == 2 ? "twice, for snapshots" : copies() + " times, for shards and snapshots";
    }

    /** Memory of the sources for re-deliveries, bytes. */
    private long memoryBytes() {
        return config.plan().sources().stream()
                .mapToLong(source -> MemorySizes.bytes(source.rememberedCount()))
                .sum();
    }

    /** Bytes of one sensor that every selector with a wildcard selects, without its name. */
    long bytesPerSensor() {
        return SensorCosts.LINE_BYTES
                + config.plan().operators().stream()
                        .filter(node -> isPerSensor(node) && node.selector().hasWildcard())
                        .mapToLong(this::bytesOfKey)
                        .sum();
    }

    /** Bytes of all sensors named by selectors without a wildcard. */
    long bytesOfNamed() {
        long bytes = 0;
        for (OperatorNode node : config.plan().operators()) {
            if (isPerSensor(node) && !node.selector().hasWildcard()) {
                bytes += node.selector().filters().size() * bytesOfKey(node);
            }
        }
        return bytes;
    }

    /** Number of selectors without a wildcard. */
    long namedCount() {
        return config.plan().operators().stream()
                .filter(node -> isPerSensor(node) && !node.selector().hasWildcard())
                .count();
    }

    /** Whether every sensor is a key of its own. */
    private static boolean isPerSensor(OperatorNode node) {
        return node instanceof AlarmRule
                || ((DerivedNode) node).inputs().get(0).groupBy().isEmpty();
    }

    /** Bytes of one key of a rule or stream, with the lines of its values. */
    long bytesOfKey(OperatorNode node) {
        long lines = node instanceof DerivedNode stream ? StateSizes.recordBytes(stream) : 0;
        return Operators.bytesPerKey(node, config.functions()) + lines;
    }

    /** Number of sensors of a size that fit beside those named by selectors without a wildcard. */
    long fittingCount() {
        return Math.max(0, sensorBytes() - bytesOfNamed()) / bytesPerSensor();
    }

    /** Judge of new sensors. */
    public StateAdmission admission(StateAdmission.Notices notices) {
        SensorCosts costs = new SensorCosts(config.plan(), node -> Operators.bytesPerKey(node, config.functions()));
        return new StateAdmission(costs, config.maxSensors(), sensorBytes(), notices);
    }

    private String unlessEvicted() {
        boolean canEvict = config.evictAfterNs() != Long.MAX_VALUE
                && config.sources().stream().anyMatch(SourceConfig.Mqtt.class::isInstance);
        return canEvict
                ? ", unless sensors that no rule selects have been silent for "
                        + Durations.format(config.evictAfterNs()) + " and are evicted"
                : "";
    }

    /** The line for people that says how many sensors fit. */
    List<String> lines() {
        String named = namedCount() == 0
                ? ""
                : "; alarms and streams without a wildcard (" + Numbers.grouped(namedCount()) + ") keep "
                        + Sizes.round(bytesOfNamed()) + " in all";
        long fitting = fittingCount();
        String bound = fitting < config.maxSensors()
                ? Numbers.grouped(fitting) + " such sensors fit, fewer than engine.maxSensors"
                : "the " + Numbers.grouped(config.maxSensors()) + " sensors of engine.maxSensors fit";
        return List.of(
                "a sensor that every selector with a wildcard selects takes " + Sizes.round(bytesPerSensor())
                        + " and its name" + named,
                Sizes.round(stateMemoryBytes()) + " (" + origin() + "), held " + heldWords() + ": " + bound
                        + "; further sensors are refused and counted" + unlessEvicted());
    }
}
