package io.tocsin.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.ingest.FakeIntake.Reading;
import io.tocsin.ingest.Rig;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.payload.PayloadConfig;
import io.tocsin.ingest.payload.PayloadFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Times that count from the receive time: the ring, and so the journal, holds the resolved ones. */
class RelativeTimeTest {
    private static final long NOW_NS = 1_700_000_000_000_000_000L;

    @TempDir
    Path directory;

    @Test
    void shouldResolveRelativeTimesByTheReceiveTimeOfTheReading() {
        Rig rig = new Rig(directory, 4, () -> NOW_NS);
        PayloadConfig senml = PayloadConfig.scalar(PayloadFormat.SENML, ValueRule.PLAIN);
        List<TopicConfig> topics = List.of(new TopicConfig("a/+", senml, 1, PayloadFormat.SENML.recordName()));
        MessageHandler handler = new MessageHandler(
                new MqttSourceConfig(
                        "plant", null, 1, topics, Duration.ofMinutes(5).toNanos()),
                rig.context);
        String pack = "[{\"n\":\"x\",\"t\":-2.5,\"v\":1},{\"n\":\"x\",\"v\":2},{\"n\":\"x\",\"t\":1600000000,\"v\":3},"
                + "{\"n\":\"x\",\"t\":86400,\"v\":4}]";
        handler.onMessage("a/1", pack.getBytes(StandardCharsets.UTF_8), 1, false);
        assertThat(rig.intake.readings())
                .extracting(Reading::eventTimeNs)
                .containsExactly(NOW_NS - 2_500_000_000L, NOW_NS, 1_600_000_000_000_000_000L, NOW_NS);
        assertThat(rig.intake.readings()).extracting(Reading::receiveTimeNs).containsOnly(NOW_NS);
        assertThat(rig.intake.readings())
                .extracting(Reading::flags)
                .as("only an absolute time is the same when the message comes again")
                .containsExactly(
                        ReadingFlags.NONE, ReadingFlags.NO_EVENT_TIME, ReadingFlags.REDELIVERABLE, ReadingFlags.FUTURE);
    }
}
