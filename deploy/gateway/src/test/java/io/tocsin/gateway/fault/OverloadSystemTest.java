package io.tocsin.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.pipeline.AlarmGate;
import io.tocsin.engine.pipeline.PipelineConfig;
import io.tocsin.engine.pipeline.thread.WaitStrategyKind;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.system.Eventually;
import io.tocsin.gateway.system.Mosquitto;
import io.tocsin.ingest.Quarantine;
import io.tocsin.ingest.SourceContext;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.mqtt.MqttSource;
import io.tocsin.ingest.mqtt.MqttSourceConfig;
import io.tocsin.ingest.mqtt.TopicConfig;
import io.tocsin.ingest.mqtt.link.MqttConnectionConfig;
import io.tocsin.ingest.payload.PayloadConfig;
import io.tocsin.persistence.journal.ChronicleJournal;
import io.tocsin.persistence.journal.JournalConfig;
import io.tocsin.persistence.journal.SyncPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More than the gateway can take: its journal is made slow, the broker sends as fast as it can. With QoS 1 the broker
 * waits and nothing is dropped; with QoS 0 readings are shed and every one of them is counted.
 */
class OverloadSystemTest {
    private static final int RING_SIZE = 1_024;
    /** 256 records a commit at most: about 2,500 readings a second. */
    private static final long COMMIT_NS = 100_000_000;

    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    @Test
    void shouldLetTheBrokerWaitWithQos1() throws Exception {
        Counters counters = overload(1, 8_000, COMMIT_NS);
        assertThat(counters.get(Counter.DROPPED_OVERLOAD)).isZero();
        assertThat(counters.dropped()).isEqualTo(counters.get(Counter.DROPPED_DUPLICATE));
    }

    @Test
    void shouldCountWhatItShedsWithQos0() throws Exception {
        Counters counters = overload(0, 8_000, COMMIT_NS);
        assertThat(counters.get(Counter.DROPPED_OVERLOAD)).isPositive();
    }

    @Test
    @Tag("heavy")
    void shouldLetTheBrokerWaitForLong() throws Exception {
        Counters counters = overload(1, Dose.of("overload", 2_000_000).cycles(), 20_000_000);
        assertThat(counters.get(Counter.DROPPED_OVERLOAD)).isZero();
    }

    private Counters overload(int qos, int messageCount, long commitNs) throws Exception {
        GatewayConfig config = PipelineRig.config(directory);
        OffsetEpochNanoClock clock = new OffsetEpochNanoClock();
        PipelineConfig shape = new PipelineConfig(RING_SIZE, WaitStrategyKind.BLOCKING, AlarmGate.JOURNALLED);
        JournalConfig where = new JournalConfig(directory.resolve("journal"), SyncPolicy.every(10_000_000), 1 << 24);
        try (Mosquitto broker = new Mosquitto(directory.resolve("broker"));
                ChronicleJournal journal = ChronicleJournal.open(where, config.maxSensors(), (failed, cause) -> {
                    throw new AssertionError(failed, cause);
                })) {
            broker.start();
            PipelineRig rig = new PipelineRig(config, shape, new SlowJournal(journal, commitNs), clock, event -> {});
            Counters counters = rig.counters();
            try (Quarantine quarantine = new Quarantine(
                    directory.resolve("quarantine.jsonl"), 1 << 20, counters, line -> {}, clock::nanoTime)) {
                MqttSource source = new MqttSource(
                        new MqttSourceConfig(
                                PipelineRig.SOURCE,
                                new MqttConnectionConfig(
                                        broker.url(), "g", null, null, null, MqttConnectionConfig.Protocol.AUTO),
                                qos,
                                List.of(new TopicConfig("hall/#", PayloadConfig.number(ValueRule.PLAIN), 0, "{topic}")),
                                0),
                        new SourceContext(
                                rig.pipeline().intake(PipelineRig.SOURCE),
                                counters,
                                quarantine,
                                line -> {},
                                rig.failStop(),
                                config.maxSensors()));
                rig.pipeline().start();
                source.start();
                Eventually.await("connected", SOON, () -> counters.get(Counter.MQTT_CONNECTS) > 0);
                long heapBefore = usedHeap();
                publish(broker.url(), qos, messageCount);
                Eventually.await("all have come", SOON, () -> counters.get(Counter.RECEIVED) >= messageCount);
                source.stop();
                rig.pipeline().stop();
                long heapMore = usedHeap() - heapBefore;
                System.out.printf(
                        Locale.ROOT,
                        "overload qos=%d: sent %d, received %d = processed %d + dropped %d; shed %d; %d back-pressure stops;"
                                + " heap %+d KiB%n",
                        qos,
                        messageCount,
                        counters.get(Counter.RECEIVED),
                        counters.get(Counter.PROCESSED),
                        counters.dropped(),
                        counters.get(Counter.DROPPED_OVERLOAD),
                        counters.get(Counter.MQTT_BACK_PRESSURE),
                        heapMore / 1024);
                assertThat(rig.failures()).isEmpty();
                assertThat(counters.get(Counter.RECEIVED))
                        .as("received = processed + dropped")
                        .isEqualTo(counters.get(Counter.PROCESSED) + counters.dropped());
                assertThat(heapMore).as("bytes of heap after it").isLessThan(64L << 20);
                return counters;
            }
        }
    }

    private static void publish(String url, int qos, int messageCount) throws Exception {
        MqttAsyncClient client = new MqttAsyncClient(url, "flood", new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setReceiveMaximum(1_000);
        client.connect(options).waitForCompletion(10_000);
        for (int n = 0; n < messageCount; n++) {
            byte[] payload = String.valueOf(n).getBytes(StandardCharsets.UTF_8);
            var token = client.publish("hall/" + n % 20, payload, qos, false);
            if (n % 100 == 99) {
                token.waitForCompletion(30_000);
            }
        }
        client.disconnect().waitForCompletion(10_000);
        client.close();
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
