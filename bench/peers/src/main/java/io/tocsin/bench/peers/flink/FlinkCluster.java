package io.tocsin.bench.peers.flink;

import io.tocsin.bench.peers.feed.PeerReading;
import java.time.Duration;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Flink in this process: a job manager, and a task manager with one slot. */
final class FlinkCluster {
    private static final Duration NEVER = Duration.ofDays(1);

    private final MiniCluster cluster;
    private JobID job;

    /** Starts it. */
    FlinkCluster() throws Exception {
        Configuration settings = new Configuration();
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
        // State is on the heap; nothing here uses managed memory.
        settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(8));
        // All of it is in this process, and a busy machine is no dead one.
        settings.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, NEVER);
        settings.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, NEVER);
        cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(1)
                .withRandomPorts()
                .build());
        cluster.start();
    }

    /** Environment of a job: every part once, objects handed on without a copy, no checkpoints. */
    static StreamExecutionEnvironment environment() {
        Configuration settings = new Configuration();
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(settings);
        environment.setParallelism(1);
        environment.setMaxParallelism(1);
        environment.setBufferTimeout(0);
        environment.getConfig().setAutoWatermarkInterval(0);
        environment.getConfig().enableObjectReuse();
        return environment;
    }

    /**
     * Readings by sensor.
     *
     * @param isChained whether the operator is called by the source, instead of through an exchange
     */
    static KeyedStream<PeerReading, Integer> keyed(DataStream<PeerReading> readings, boolean isChained) {
        return isChained
                ? DataStreamUtils.reinterpretAsKeyedStream(readings, PeerReading::getSensor, Types.INT)
                : readings.keyBy(PeerReading::getSensor, Types.INT);
    }

    void submit(StreamExecutionEnvironment environment) throws Exception {
        job = cluster.submitJob(environment.getStreamGraph().getJobGraph())
                .get()
                .getJobID();
    }

    void awaitEnd() throws Exception {
        JobResult result = cluster.requestJobResult(job).get();
        if (!result.isSuccess()) {
            throw new IllegalStateException(
                    "the job failed", result.getSerializedThrowable().orElse(null));
        }
    }

    void stop() throws Exception {
        cluster.close();
    }
}
