package io.tocsin.gateway.run;

import io.tocsin.engine.journal.ResumePoint;
import io.tocsin.engine.pipeline.RecoveredShard;
import io.tocsin.engine.pipeline.Recovery;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.SourceConfig;
import io.tocsin.gateway.config.yaml.TableReaders;
import io.tocsin.ingest.Source;
import io.tocsin.ingest.SourceContext;
import io.tocsin.ingest.broker.EmbeddedBroker;
import io.tocsin.ingest.file.FileSource;
import io.tocsin.ingest.modbus.ModbusSource;
import io.tocsin.ingest.mqtt.MqttSource;
import io.tocsin.ingest.rate.RateSource;
import io.tocsin.ingest.table.TableLookups;
import io.tocsin.ingest.table.TableSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** The sources of one gateway in the order in which they start, and the brokers that it embeds for them. */
final class GatewaySources {
    private final GatewayConfig config;
    private final RecoveredShard recovered;
    private final Recovery recovery;
    private final Consumer<String> log;
    private final List<EmbeddedBroker> brokers = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();

    /**
     * @param recovered the fold, which knows the indexes of sources
     * @param recovery knows where each source resumes
     */
    GatewaySources(GatewayConfig config, RecoveredShard recovered, Recovery recovery, Consumer<String> log) {
        this.config = config;
        this.recovered = recovered;
        this.recovery = recovery;
        this.log = log;
    }

    /**
     * Creates all sources, tables first: readings of the others may look something up in them.
     *
     * @param contexts the context of a source, by its name
     */
    void create(Function<String, SourceContext> contexts) {
        List<SourceConfig> inOrder = new ArrayList<>(config.sources());
        inOrder.sort(Comparator.comparing(source -> !(source instanceof SourceConfig.Table)));
        for (SourceConfig source : inOrder) {
            sources.add(create(source, contexts.apply(source.name())));
        }
    }

    private Source create(SourceConfig source, SourceContext context) {
        if (source instanceof SourceConfig.Mqtt mqtt) {
            return new MqttSource(mqtt.config(), context);
        }
        if (source instanceof SourceConfig.File file) {
            return new FileSource(file.config(), context, resumePoint(file.name()));
        }
        if (source instanceof SourceConfig.Table table) {
            TableLookups lookups = new TableLookups(config.plan()::readsNumbersOf, recovery::numberOfCell);
            return new TableSource(table.config(), TableReaders.of(table.config()), context, lookups);
        }
        if (source instanceof SourceConfig.Modbus modbus) {
            return new ModbusSource(modbus.config(), context);
        }
        SourceConfig.Rate rate = (SourceConfig.Rate) source;
        return new RateSource(rate.config(), context, resumePoint(rate.name()));
    }

    private ResumePoint resumePoint(String sourceName) {
        return recovery.resumePoint(recovered.shard().sourceIndex(sourceName));
    }

    void startBrokers() {
        for (SourceConfig source : config.sources()) {
            if (source instanceof SourceConfig.Mqtt mqtt && mqtt.isEmbedded()) {
                EmbeddedBroker broker = new EmbeddedBroker(EmbeddedBroker.LOOPBACK, mqtt.embeddedPort(), log);
                brokers.add(broker);
                broker.start();
            }
        }
    }

    void start() {
        for (Source source : sources) {
            source.start();
        }
    }

    /** As {@link Gateway#awaitSources}. */
    boolean awaitEnd(long timeoutMs) throws InterruptedException {
        long deadlineNs = System.nanoTime() + timeoutMs * 1_000_000;
        for (Source source : sources) {
            long leftMs = Math.max(0, (deadlineNs - System.nanoTime()) / 1_000_000);
            if (!source.awaitEnd(leftMs)) {
                return false;
            }
        }
        return true;
    }

    void stop() {
        sources.forEach(Source::stop);
    }

    void closeBrokers() {
        brokers.forEach(EmbeddedBroker::close);
    }

    /** The sources, in the order in which they start. */
    List<Source> all() {
        return List.copyOf(sources);
    }
}
