package io.tocsin.gateway.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.log.LineLog;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.plan.Plan;
import io.tocsin.ingest.Source;
import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.tally.AbsentValues;
import io.tocsin.ingest.tally.InputTally;
import io.tocsin.ingest.tally.InputTally.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticesTest {
    private static final long NOW_NS = 1_795_195_860_000_000_000L;

    @TempDir
    private Path directory;

    private final Counters counters = new Counters();
    private final List<String> said = new ArrayList<>();
    private final LineLog log = (level, line) -> said.add(level + " " + line);
    private final InputTally live = new InputTally("plant", "topic filter p/#", TimeUnits.MS);
    private final InputTally file = new InputTally("log", "file r.csv", TimeUnits.ISO);
    private Plan plan;
    private Sensors sensors;
    private long nowNs;

    private record FakeSource(String name, boolean isBounded, List<InputTally> tallies) implements Source {
        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public boolean awaitEnd(long timeoutMs) {
            return isBounded;
        }
    }

    @BeforeEach
    void plan() throws Exception {
        plan = Plans.of(directory, "alarms: [{name: silent-b, sensor: p/b, type: missing, timeout: 1m}]\n");
        sensors = new Sensors(plan);
    }

    private Notices ofLive() {
        return notices(new FakeSource("plant", false, List.of(live)));
    }

    private Notices ofFile() {
        return notices(new FakeSource("log", true, List.of(file)));
    }

    private Notices notices(Source source) {
        return new Notices(plan, sensors.known(), List.of(source), counters, log, () -> nowNs);
    }

    private void look(Notices notices, int seconds) {
        nowNs = Duration.ofSeconds(seconds).toNanos();
        notices.look();
    }

    @Test
    void shouldTellOnceThatNoMessageHasAValue() {
        Notices notices = ofLive();
        live.absent(absent(99));
        look(notices, 5);
        assertThat(said).isEmpty();
        live.absent(absent(100));
        look(notices, 10);
        look(notices, 15);
        notices.end();
        assertThat(said)
                .filteredOn(line -> line.contains("temprature"))
                .containsExactly("WARN source plant, topic filter p/#: value temprature was in none of 100 messages;"
                        + " members there are: temperature, humidity");
    }

    @Test
    void shouldTellAtTheEndThatFewMessagesHadNoValue() {
        Notices notices = ofLive();
        live.absent(absent(1));
        notices.end();
        assertThat(said).anyMatch(line -> line.contains("value temprature was in none of 1 message; members"));
    }

    private static AbsentValues absent(int messages) {
        return new AbsentValues(
                messages, List.of(new AbsentValues.Absent("temprature", () -> List.of("temperature", "humidity"))));
    }

    private static void drop(InputTally tally, Counter reason, String payload, String detail) {
        byte[] raw = payload.getBytes(StandardCharsets.UTF_8);
        tally.dropped(reason, 1);
        tally.sample(Kind.DROPPED, raw, 0, raw.length, detail, EventTime.ABSENT, NOW_NS);
    }

    private static void odd(InputTally tally, Kind kind, String payload, long eventTimeNs) {
        byte[] raw = payload.getBytes(StandardCharsets.UTF_8);
        tally.took(1);
        tally.odd(kind, 1);
        tally.sample(kind, raw, 0, raw.length, null, eventTimeNs, NOW_NS);
    }

    /** kapacitor#1784: the device was dead before the gateway started, or its topic is misspelt. */
    @Test
    void shouldTellOnceOfASelectorThatHasMatchedNothingForAMinute() {
        Notices notices = ofLive();
        look(notices, 30);
        sensors.add("p/a");
        live.took(1);
        look(notices, 40);
        look(notices, 99);
        assertThat(said).isEmpty();

        look(notices, 100);
        look(notices, 1_000);

        assertThat(said)
                .containsExactly(
                        "WARN alarm silent-b: its sensor p/b has matched no sensor, so it gets no readings; the nearest"
                                + " sensor is p/a; check the spelling and whether the sensor sends");
        assertThat(counters.get(Counter.SELECTORS_UNMATCHED)).isEqualTo(1);
    }

    @Test
    void shouldTellOfTheSelectorWhenABoundedRunEnds() {
        sensors.add("p/a");
        file.took(1);

        assertThat(ofFile().end()).isEmpty();

        assertThat(said)
                .singleElement()
                .asString()
                .startsWith("WARN alarm silent-b: its sensor p/b has matched no sensor");
    }

    @Test
    void shouldTellOnceThatNothingComes() {
        Notices notices = ofLive();
        look(notices, 59);
        look(notices, 60);
        look(notices, 70);

        assertThat(said)
                .containsExactly(
                        "INFO source plant, topic filter p/#: no message has arrived since the start; check the"
                                + " connection to the broker, the spelling of the filter, and whether a device"
                                + " publishes there");
    }

    @Test
    void shouldTellOnceThatEveryReadingWasDroppedForAMinute() {
        Notices notices = ofLive();
        look(notices, 50);
        drop(live, Counter.DROPPED_BAD_JSON, "{\"v\":nan}", "no JSON value");
        drop(live, Counter.DROPPED_BAD_JSON, "{}", "other");
        drop(live, Counter.DROPPED_BAD_TIME, "{}", "other");
        look(notices, 55);
        look(notices, 114);
        assertThat(said).isEmpty();

        look(notices, 115);
        look(notices, 200);
        notices.end();

        assertThat(said)
                .containsExactly("WARN source plant, topic filter p/#: every reading was dropped: none of 3 was"
                        + " accepted (droppedBadJson 2, droppedBadTime 1); the first: no JSON value: {\"v\":nan}");
        assertThat(counters.get(Counter.INPUTS_ALL_DROPPED)).isEqualTo(1);
    }

    @Test
    void shouldSayNothingOfDropsWhenAReadingWasTaken() {
        Notices notices = ofFile();
        sensors.add("p/b");
        drop(file, Counter.DROPPED_BAD_TIME, "x", "d");
        file.took(1);
        look(notices, 500);

        assertThat(notices.end()).isEmpty();
        assertThat(said).isEmpty();
    }

    /** telegraf#7618: a file of which every row was dropped does not end like a success. */
    @Test
    void shouldNameTheSourceThatGaveNothingWhenTheRunEnds() {
        drop(file, Counter.DROPPED_BAD_TIME, "2020-06-02 21:04:00,t,71.5", "the time is none in ISO");

        assertThat(ofFile().end()).containsExactly("log");

        assertThat(said)
                .containsExactly("WARN source log, file r.csv: every reading was dropped: none of 1 was accepted"
                        + " (droppedBadTime 1);"
                        + " the first: the time is none in ISO: 2020-06-02 21:04:00,t,71.5");
    }

    /** node-red-contrib-opcua#204: status 0 was taken for bad. */
    @Test
    void shouldTellOnceThatEveryReadingIsBad() {
        sensors.add("p/b");
        odd(live, Kind.BAD, "{\"value\": 70, \"statusCode\": 0}", NOW_NS);
        odd(live, Kind.BAD, "{\"value\": 95, \"statusCode\": 0}", NOW_NS);
        Notices notices = ofLive();
        look(notices, 10);
        look(notices, 69);
        assertThat(said).isEmpty();

        look(notices, 70);
        look(notices, 80);

        assertThat(said)
                .containsExactly(
                        "WARN source plant, topic filter p/#: every reading is BAD, 2 of 2, so no limit, state or"
                                + " window rule gets a value; check the good codes in the key quality; the first:"
                                + " {\"value\": 70,"
                                + " \"statusCode\": 0}");
        assertThat(counters.get(Counter.INPUTS_ALL_BAD)).isEqualTo(1);
    }

    /** thingsboard#6351: seconds where milliseconds are expected. */
    @Test
    void shouldAskForTheUnitWhenEventTimesAreOfLongAgo() {
        sensors.add("p/b");
        Notices notices = ofLive();
        odd(live, Kind.PAST, "{\"ts\":1648731311}", 1_648_731_311_000_000L);
        look(notices, 10);
        look(notices, 20);

        assertThat(said)
                .containsExactly(
                        "WARN source plant, topic filter p/#: event times lie in 1970: is timeUnit s? The readings"
                                + " keep these times; without the key time they would get the receive time. The"
                                + " first: {\"ts\":1648731311}");
    }

    @Test
    void shouldAskForTheDevicesClockWhenNoUnitWouldDo() {
        sensors.add("p/b");
        Notices notices = ofLive();
        odd(live, Kind.PAST, "1839", 1_839_000_000L);
        look(notices, 10);

        assertThat(said)
                .singleElement()
                .asString()
                .contains(
                        "event times lie in 1970: does the device send its uptime, or is its clock not set? The readings keep");
    }

    @Test
    void shouldAskForClocksWhenEventTimesAreInTheFuture() {
        sensors.add("p/b");
        Notices notices = ofLive();
        odd(live, Kind.FUTURE, "x", NOW_NS + Duration.ofHours(2).toNanos());
        look(notices, 10);

        assertThat(said)
                .containsExactly(
                        "WARN source plant, topic filter p/#: event times lie in the future, beyond time.futureLimit"
                                + " (2026-11-20T19:31:00Z): are the clocks of the device and of this machine right, and their time zones?"
                                + " The receive time replaces them. The first: x");
    }

    /** iotdb#5059: the newest row comes first. */
    @Test
    void shouldTellOfSkippedReadingsWithTheLargestStepWhenTheRunEnds() {
        sensors.add("p/b");
        for (int minute = 30; minute >= 0; minute--) {
            file.took(1);
            file.steps().note(0, Duration.ofMinutes(minute).toNanos());
        }
        counters.add(Counter.RULE_SKIPPED_OLD, 60);

        ofFile().end();

        assertThat(said)
                .containsExactly(
                        "WARN source log, file r.csv: 30 of 31 readings are older than an earlier reading of their"
                                + " sensor; the largest step back is 30m (p/b); rules and streams have skipped 60 as"
                                + " old: set reorder (alarms) and"
                                + " outOfOrderness (streams) to at least 30m, or order: arrival on alarms");
    }

    @Test
    void shouldSayNothingOfStepsThatNoRuleMinds() {
        sensors.add("p/b");
        file.took(2);
        file.steps().note(0, 10_000_000_000L);
        file.steps().note(0, 5);

        ofFile().end();

        assertThat(said).isEmpty();
    }

    /**
     * AI-on-the-edge-device#3790: the uptime begins anew, and the rules are deaf for as long as it takes to catch up.
     */
    @Test
    void shouldTellAtOnceWhileASensorIsSkippedAndAgainAfterAnHour() {
        sensors.add("p/b");
        Notices notices = ofLive();
        live.took(4);
        live.steps().note(0, Duration.ofSeconds(1869).toNanos());
        live.steps().note(0, Duration.ofSeconds(3).toNanos());
        counters.add(Counter.RULE_SKIPPED_OLD, 1);
        look(notices, 10);
        assertThat(said)
                .containsExactly(
                        "WARN source plant, topic filter p/#: 1 of 4 readings are older than an earlier reading of"
                                + " their sensor; the largest step back is 32m (p/b); rules and streams have skipped"
                                + " 1 as old: set reorder (alarms)"
                                + " and outOfOrderness (streams) to at least 32m, or order: arrival on alarms");

        for (int seconds = 20; seconds < 3_700; seconds += 10) {
            live.steps().note(0, Duration.ofSeconds(3).toNanos());
            counters.add(Counter.RULE_SKIPPED_OLD, 1);
            look(notices, seconds);
        }

        assertThat(said).hasSize(2);
        assertThat(said.get(1)).endsWith(" (and 359 more like it since)");
    }

    @Test
    void shouldNameDifferingClocksWhenReadingsAreSkippedWithoutAStepBack() {
        sensors.add("p/b");
        live.took(1);
        counters.add(Counter.RULE_SKIPPED_OLD, 3);
        look(ofLive(), 10);

        assertThat(said)
                .singleElement()
                .asString()
                .contains("rules and streams have skipped 3 as old, though no sensor's time has gone back");
    }

    @Test
    void shouldCutTheListOfSelectorsWhenItIsLong() throws Exception {
        StringBuilder alarms = new StringBuilder("alarms:\n");
        for (int i = 0; i < 30; i++) {
            alarms.append("  - {name: a")
                    .append(i)
                    .append(", sensor: x/")
                    .append(i)
                    .append(", type: quality}\n");
        }
        plan = Plans.of(directory, alarms.toString());
        sensors.add("p/b");
        file.took(1);

        ofFile().end();

        assertThat(said).hasSize(21);
        assertThat(said.get(20)).isEqualTo("WARN alarms and streams: 10 more selectors have matched no sensor");
        assertThat(counters.get(Counter.SELECTORS_UNMATCHED)).isEqualTo(30);
    }
}
