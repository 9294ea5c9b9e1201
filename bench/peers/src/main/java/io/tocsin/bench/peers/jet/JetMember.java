package io.tocsin.bench.peers.jet;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.function.SupplierEx;
import com.hazelcast.jet.Job;
import com.hazelcast.jet.config.JobConfig;
import com.hazelcast.jet.config.ProcessingGuarantee;
import com.hazelcast.jet.core.Processor;
import com.hazelcast.jet.core.ProcessorMetaSupplier;
import com.hazelcast.jet.core.ProcessorSupplier;
import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.jet.pipeline.Sources;
import com.hazelcast.jet.pipeline.StreamSource;
import io.tocsin.bench.peers.feed.PeerReading;

/** A member that is alone. */
final class JetMember {
    private static final long UNIT_NS = 10_000;

    private final HazelcastInstance member;
    private Job job;

    /** Starts it. */
    JetMember() {
        Config config = new Config();
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.operation.thread.count", "2");
        config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
        config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        config.getJetConfig().setEnabled(true).setCooperativeThreadCount(1);
        member = Hazelcast.newHazelcastInstance(config);
    }

    /** Jet's time. */
    static long units(long ns) {
        return ns / UNIT_NS;
    }

    static long ns(long units) {
        return units * UNIT_NS;
    }

    /** A source of one processor. */
    static StreamSource<PeerReading> source(SupplierEx<Processor> processor) {
        return Sources.streamFromProcessor("feed", one(processor));
    }

    static ProcessorMetaSupplier one(SupplierEx<Processor> processor) {
        return ProcessorMetaSupplier.forceTotalParallelismOne(ProcessorSupplier.of(processor));
    }

    void submit(Pipeline pipeline) {
        pipeline.setPreserveOrder(true);
        job = member.getJet().newJob(pipeline, new JobConfig().setProcessingGuarantee(ProcessingGuarantee.NONE));
    }

    void awaitEnd() {
        job.join();
    }

    void stop() {
        member.shutdown();
    }
}
