package io.tocsin.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.ingest.Rig;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.payload.PayloadConfig;
import io.tocsin.ingest.payload.Payloads;
import io.tocsin.ingest.tally.InputTally;
import io.tocsin.ingest.tally.InputTally.Kind;
import io.tocsin.ingest.tally.Sample;
import io.tocsin.ingest.tally.StepsBack;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts of a topic filter's messages, and the first odd one that it keeps. */
class MessageTallyTest {
    private static final long NOW_NS = 1_795_195_860_000_000_000L;
    private static final long NOW_MS = NOW_NS / 1_000_000;

    @TempDir
    private Path directory;

    private Rig rig;
    private MessageHandler handler;

    @BeforeEach
    void configure() {
        rig = new Rig(directory, 4, () -> NOW_NS);
        PayloadConfig json = Payloads.json(List.of("v"), "ts", TimeUnits.MS, "q");
        PayloadConfig number = Payloads.number();
        handler = new MessageHandler(
                new MqttSourceConfig(
                        "plant",
                        null,
                        1,
                        List.of(
                                new TopicConfig("a/+", json, 0, "{topic}"),
                                new TopicConfig("b/#", number, 0, "{topic}")),
                        Duration.ofMinutes(5).toNanos()),
                rig.context);
    }

    private void message(String topic, String payload, boolean retained) {
        handler.onMessage(topic, payload.getBytes(StandardCharsets.UTF_8), 1, retained);
    }

    private void message(String topic, String payload) {
        message(topic, payload, false);
    }

    private InputTally tally(int index) {
        return handler.tallies().get(index);
    }

    @Test
    void shouldCountForEachFilterByItself() {
        message("a/1", "{\"v\":1,\"ts\":" + NOW_MS + "}");
        message("a/1", "not json");
        message("a/2", "nor this");
        message("b/1", "7");
        message("b/2", "se\tven");

        assertThat(tally(0).name()).isEqualTo("topic filter a/+");
        assertThat(tally(0).source()).isEqualTo("plant");
        assertThat(tally(0).readings()).isEqualTo(1);
        assertThat(tally(0).count(Kind.DROPPED)).isEqualTo(2);
        assertThat(tally(0).dropped(Counter.DROPPED_BAD_JSON)).isEqualTo(2);
        assertThat(tally(0).sample(Kind.DROPPED).text()).isEqualTo("not json");
        assertThat(tally(0).sample(Kind.DROPPED).detail()).isNotEmpty();
        assertThat(tally(1).readings()).isEqualTo(1);
        assertThat(tally(1).dropped(Counter.DROPPED_NOT_A_NUMBER)).isEqualTo(1);
        assertThat(tally(1).sample(Kind.DROPPED).text()).startsWith("se").endsWith("ven");
    }

    @Test
    void shouldCountBadReadingsAndKeepTheFirst() {
        message("a/1", "{\"v\":70,\"q\":0,\"ts\":" + NOW_MS + "}");
        message("a/1", "{\"v\":95,\"q\":0,\"ts\":" + NOW_MS + "}");

        assertThat(tally(0).readings()).isEqualTo(2);
        assertThat(tally(0).count(Kind.BAD)).isEqualTo(2);
        assertThat(tally(0).sample(Kind.BAD).text()).startsWith("{\"v\":70,\"q\":0");
        assertThat(rig.count(Counter.BAD_QUALITY)).isEqualTo(2);
    }

    /** Seconds where milliseconds are expected: thingsboard#6351. */
    @Test
    void shouldCountEventTimesOfLongAgoAndKeepThemAsTheyAre() {
        message("a/me", "{\"ts\":1648731311, \"v\":3.111}");

        assertThat(rig.count(Counter.PAST_EVENT_TIME)).isEqualTo(1);
        assertThat(tally(0).count(Kind.PAST)).isEqualTo(1);
        assertThat(tally(0).timeUnit()).isEqualTo(TimeUnits.MS);
        assertThat(tally(0).sample(Kind.PAST))
                .isEqualTo(new Sample("{\"ts\":1648731311, \"v\":3.111}", null, 1_648_731_311_000_000L, NOW_NS));
        assertThat(rig.intake.readings())
                .singleElement()
                .satisfies(reading -> assertThat(reading.eventTimeNs()).isEqualTo(1_648_731_311_000_000L))
                .satisfies(reading -> assertThat(reading.flags()).isEqualTo(ReadingFlags.NONE));
    }

    @Test
    void shouldTakeAYearForLongAgoUnlessTheBrokerKeptTheMessage() {
        long yearMs = Duration.ofDays(365).toMillis();
        message("a/1", "{\"v\":1,\"ts\":" + (NOW_MS - yearMs) + "}");
        message("a/2", "{\"v\":1,\"ts\":" + (NOW_MS - yearMs - 1) + "}", true);
        assertThat(rig.count(Counter.PAST_EVENT_TIME)).isZero();

        message("a/1", "{\"v\":1,\"ts\":" + (NOW_MS - yearMs - 1) + "}");
        message("a/2", "{\"v\":1,\"ts\":5}", true);
        message("a/2", "{\"v\":1}");
        assertThat(rig.count(Counter.PAST_EVENT_TIME)).isEqualTo(2);
    }

    @Test
    void shouldCountEventTimesOfTheFuture() {
        message("a/1", "{\"v\":1,\"ts\":" + (NOW_MS + 3_600_000) + "}");

        assertThat(tally(0).count(Kind.FUTURE)).isEqualTo(1);
        assertThat(tally(0).sample(Kind.FUTURE).eventTimeNs()).isEqualTo(NOW_NS + 3_600_000_000_000L);
        assertThat(tally(0).count(Kind.PAST)).isZero();
    }

    /** The device's uptime goes back to 3 s: tiltbridge#193. */
    @Test
    void shouldNoteHowFarASensorsTimeStepsBack() {
        for (long seconds : new long[] {1839, 1869, 3, 33}) {
            message("a/o", "{\"v\":74,\"ts\":" + seconds * 1_000 + "}");
        }

        assertThat(tally(0).steps().count()).isEqualTo(2);
        assertThat(tally(0).steps().takeLargest()).isEqualTo(new StepsBack.Largest(0, 1_866_000_000_000L));
    }

    @Test
    void shouldCutASampleThatIsLong() {
        message("a/1", "x".repeat(1_000));

        assertThat(tally(0).sample(Kind.DROPPED).text()).isEqualTo("x".repeat(Sample.MAX_BYTES) + "…");
    }
}
