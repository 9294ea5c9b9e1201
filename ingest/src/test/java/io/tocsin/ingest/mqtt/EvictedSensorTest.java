package io.tocsin.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.ingest.FakeIntake.Definition;
import io.tocsin.ingest.FakeIntake.Reading;
import io.tocsin.ingest.Rig;
import io.tocsin.ingest.payload.PayloadConfig;
import io.tocsin.ingest.payload.Payloads;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topic that is remembered must not lead to a sensor that was evicted. */
class EvictedSensorTest {
    @TempDir
    Path directory;

    private Rig rig;
    private MessageHandler handler;

    @BeforeEach
    void configure() {
        rig = new Rig(directory, 4, () -> 1_700_000_000_000_000_000L);
        PayloadConfig number = Payloads.number();
        List<TopicConfig> topics = List.of(new TopicConfig("a/+", number, 0, "{topic}").withMaxSensors(2));
        handler = new MessageHandler(
                new MqttSourceConfig(
                        "plant", null, 1, topics, Duration.ofMinutes(5).toNanos()),
                rig.context);
    }

    private void message(String topic, String payload) {
        handler.onMessage(topic, payload.getBytes(StandardCharsets.UTF_8), 1, false);
    }

    @Test
    void shouldDefineAnEvictedSensorAnewWhenItComesBack() {
        message("a/1", "1");
        message("a/1", "2");
        rig.intake.evict("a/1");
        message("a/1", "3");
        message("a/1", "4");
        assertThat(rig.intake.entries())
                .filteredOn(Definition.class::isInstance)
                .hasSize(2);
        assertThat(rig.intake.readings()).extracting(Reading::value).containsExactly(1.0, 2.0, 3.0, 4.0);
        assertThat(rig.intake.isEvicted(0)).isTrue();
        assertThat(rig.intake.isEvicted(1)).isFalse();
    }

    /** A definition stands for the first reading. */
    @Test
    void shouldSayWhenASensorIsHeard() {
        message("a/1", "1");
        assertThat(rig.intake.heard()).isEmpty();
        message("a/1", "2");
        message("a/1", "3");
        assertThat(rig.intake.heard()).containsExactly(0, 0);
    }
}
