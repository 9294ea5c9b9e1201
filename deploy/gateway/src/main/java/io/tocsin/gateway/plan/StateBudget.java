package io.tocsin.gateway.plan;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.tocsin.engine.operator.MemorySizes;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.Sizes;
import io.tocsin.gateway.print.Numbers;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Whether the state of as many sensors as the configuration admits can fit into the memory that the process may take outside
 * its heap. A gateway that cannot keep what it takes should say so on the bench and not at night.
 */
public final class StateBudget {
    private StateBudget() {}

    /** Bytes of state outside the heap that the process may take. */
    public static long limitBytes() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long bytes = Long.parseLong(jvm.getVMOption("MaxDirectMemorySize").getValue());
        return bytes == 0 ? Runtime.getRuntime().maxMemory() : bytes;
    }

    /**
     * Checks that it fits.
     *
     * @throws ConfigException when it does not
     */
    public static void check(GatewayConfig config, long limitBytes) throws ConfigException {
        long bytesPerSensor = bytesPerSensor(config);
        int copies = copies(config);
        long fixedBytes = copies * memoryBytes(config);
        long bytes = fixedBytes + copies * bytesPerSensor * config.maxSensors();
        if (bytes > limitBytes) {
            throw new ConfigException(List.of(config.file() + ": engine.maxSensors: the state of "
                    + Numbers.grouped(config.maxSensors()) + " sensors may take " + Sizes.round(bytes)
                    + " (held " + (copies == 2 ? "twice, for snapshots" : copies + " times, for shards and snapshots")
                    + "), and this process may take " + Sizes.round(limitBytes)
                    + " outside its heap: set engine.maxSensors to the sensors you have, at most "
                    + Numbers.grouped(Math.max(0, limitBytes - fixedBytes) / (copies * bytesPerSensor))
                    + ", or start with TOCSIN_JAVA_OPTS=-XX:MaxDirectMemorySize=…"));
        }
    }

    /** The follower's state, that snapshots are made of, and the engine's: after a restart each shard has read all of it. */
    static int copies(GatewayConfig config) {
        return 1 + config.pipeline().shards();
    }

    /** Bytes in which sources remember their last readings. */
    static long memoryBytes(GatewayConfig config) {
        return config.plan().sources().stream()
                .mapToLong(source -> MemorySizes.bytes(source.rememberedCount()))
                .sum();
    }

    /** Bytes of one sensor that everything selects. */
    static long bytesPerSensor(GatewayConfig config) {
        long most = StateSizes.SENSOR_BYTES;
        for (DerivedNode stream : config.plan().streams()) {
            if (stream.inputs().get(0).groupBy().isEmpty()) {
                most += streamBytes(stream, config);
            }
        }
        for (AlarmRule rule : config.plan().alarms()) {
            most += StateSizes.alarmBytes(rule);
        }
        return most;
    }

    /** Bytes of one key of a stream. */
    static long streamBytes(DerivedNode stream, GatewayConfig config) {
        return stream instanceof ProcessNode process
                ? StateSizes.processBytes(process, config.functions())
                : StateSizes.streamBytes(stream);
    }
}
