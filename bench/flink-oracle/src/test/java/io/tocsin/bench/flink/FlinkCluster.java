package io.tocsin.bench.flink;

import java.time.Duration;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Flink in this process: a job manager, and a task manager with one slot that all pipelines of a job share. */
final class FlinkCluster {
    private static final Duration NEVER = Duration.ofDays(1);

    private final MiniCluster cluster;

    private FlinkCluster(MiniCluster cluster) {
        this.cluster = cluster;
    }

    static FlinkCluster start() throws Exception {
        Configuration settings = new Configuration();
        // Every pipeline has an exchange with buffers of its own.
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(256));
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(256));
        // State is on the heap; nothing here uses managed memory.
        settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(8));
        // All of it is in this process, and a busy machine is no dead one. Without heartbeats Flink does not look into
        // the
        // results of a job while they are being written, either.
        settings.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, NEVER);
        settings.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, NEVER);
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(1)
                .withRandomPorts()
                .build());
        cluster.start();
        return new FlinkCluster(cluster);
    }

    /** Environment in which jobs are built: every part once, one after the other. */
    static StreamExecutionEnvironment environment() {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
        environment.setParallelism(1);
        environment.setMaxParallelism(1);
        environment.getConfig().setAutoWatermarkInterval(0);
        return environment;
    }

    /** Runs a job to its end. */
    JobExecutionResult run(JobGraph job) throws Exception {
        return cluster.executeJobBlocking(job);
    }

    void stop() throws Exception {
        cluster.close();
    }
}
