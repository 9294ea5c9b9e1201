package io.tocsin.alerts.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alerts.event.EventFields;
import io.tocsin.alerts.event.GapEvent;
import io.tocsin.alerts.event.RowFields;
import io.tocsin.alerts.log.frame.FrameType;
import io.tocsin.alerts.log.frame.LogFrame;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleSinkTest {
    private static final EventFields EVENT = new EventFields(
            "id",
            "id/RAISED/1",
            "RAISED",
            "bearing-hot",
            "plant/press3/temp",
            "HI",
            "high",
            "2026-11-20T17:31:00.123456789Z",
            "hot\u001B[2J\r\n\u202Eeno",
            "gw");

    @Test
    void shouldPutTheEventOnOneHarmlessLineWhenTheMessageHasControlCharacters() {
        ConsoleSink sink = new ConsoleSink("console", System.out, false);

        assertThat(sink.line(EVENT))
                .isEqualTo("2026-11-20 17:31:00.123Z  RAISED        high      bearing-hot HI  plant/press3/temp  "
                        + "hot\\u001B[2J\\u000D\\u000A\\u202Eeno");
    }

    private static EventFields cleared(String id, String time, String reason) {
        return new EventFields(
                id, "", "CLEARED", "hot", "oven/temp", "HI", "high", time, "oven: 79", "gw", reason, false);
    }

    @Test
    void shouldSayHowLongTheAlarmStoodWhenItClears() {
        ConsoleSink sink = new ConsoleSink("console", System.out, false);

        assertThat(sink.line(cleared("hot/1/oven/temp/1795195860000000000", "2026-11-20T17:31:12.700000000Z", "")))
                .isEqualTo(
                        "2026-11-20 17:31:12.700Z  CLEARED       high      hot HI  oven/temp  back to normal after 12 s:"
                                + " oven: 79");
        assertThat(sink.line(cleared("hot/1/oven/temp/1795195860000000000-2", "2026-11-20T18:36:00.000000000Z", "")))
                .contains("  back to normal after 1 h 5 min: oven: 79");
        assertThat(sink.line(cleared("", "2026-11-20T17:31:12.700000000Z", ""))).endsWith("  back to normal: oven: 79");
        assertThat(sink.line(cleared("a/1/s/1795195860000000000", "", ""))).endsWith("  back to normal: oven: 79");
    }

    @Test
    void shouldSayThatTheRuleHasChangedWhenThatClearsTheAlarm() {
        ConsoleSink sink = new ConsoleSink("console", System.out, false);

        assertThat(sink.line(cleared(
                        "hot/1/oven/temp/1795195860000000000", "2026-11-20T17:31:00.250000000Z", "RULE_CHANGED")))
                .endsWith("  RULE_CHANGED, the rule was changed or removed, after 250 ms: oven: 79");
        assertThat(sink.line(cleared("hot/1/oven/temp/1795195860000000000", "2026-11-20T17:31:12.700000000Z", "NEW")))
                .endsWith("  new after 12 s: oven: 79");
    }

    @Test
    void shouldColourTheKindOnlyWhenAsked() {
        assertThat(new ConsoleSink("console", System.out, true).line(EVENT)).contains("\u001B[31mRAISED");
    }

    @Test
    void shouldSayWhyWhenNoValueDoes() throws Exception {
        ConsoleSink sink = new ConsoleSink("console", System.out, false);
        String json = "{\"event\":\"CLEARED\",\"alarm\":\"a\",\"message\":\"too hot\",";
        assertThat(sink.line(EventFields.parse(json + "\"reason\":\"LIMIT_GONE\"}")))
                .endsWith("  limit gone: too hot");
        assertThat(sink.line(EventFields.parse(json + "\"held\":true}"))).endsWith("  held, no value: too hot");
    }

    @Test
    void shouldPrintOneLineAnEventWhenDelivered() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ConsoleSink sink = new ConsoleSink("console", new PrintStream(bytes, true, StandardCharsets.UTF_8), false);
        LogFrame frame =
                new LogFrame(FrameType.EVENT, 0, 0, 0, 0, 0, 0, List.of(), "{\"event\":\"CLEARED\",\"alarm\":\"a\"}");

        RecordedReceipts receipts = new RecordedReceipts();
        sink.deliver(List.of(frame, frame), receipts);

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .allMatch(line -> line.contains("CLEARED"));
        assertThat(receipts.delivered).containsExactly(frame, frame);
    }

    @Test
    void shouldAlignRowsWithEventsWhenPrinted() {
        ConsoleSink sink = new ConsoleSink("console", System.out, false);
        String start = "2026-11-20T17:31:00.000000000Z";
        String end = "2026-11-20T17:31:10.000000000Z";
        List<RowFields.Value> values = List.of(new RowFields.Value("avg", 81.2), new RowFields.Value("max", 84));
        RowFields row = new RowFields("id", "temp-10s", "plant/\u001B", false, false, start, end, 600, values, 1, "gw");
        RowFields update = new RowFields("id", "temp-10s", "plant/t", false, true, start, end, 601, List.of(), 1, "gw");
        RowFields late = new RowFields(
                "id",
                "temp-10s",
                "plant/t",
                true,
                false,
                start,
                start,
                1,
                List.of(new RowFields.Value("value", 1)),
                1,
                "");

        assertThat(sink.line(row))
                .isEqualTo("2026-11-20 17:31:10.000Z  ROW                     temp-10s  plant/\\u001B  "
                        + "count 600, avg 81.2, max 84, since 2026-11-20 17:31:00.000Z");
        assertThat(sink.line(update))
                .isEqualTo("2026-11-20 17:31:10.000Z  UPDATED                 temp-10s  plant/t  "
                        + "count 601, since 2026-11-20 17:31:00.000Z");
        assertThat(sink.line(late))
                .isEqualTo("2026-11-20 17:31:00.000Z  LATE                    temp-10s  plant/t  value 1");
        assertThat(sink.line(row).indexOf("temp-10s"))
                .isEqualTo(sink.line(EVENT).indexOf("bearing-hot"));
    }

    @Test
    void shouldSayWhatIsLostToTheBoundOfTheAlarmLog() throws Exception {
        ConsoleSink sink = new ConsoleSink("console", System.out, false);
        long fromNs = 1_795_195_860_000_000_000L;
        GapEvent gap = new GapEvent("scada", "gw", "48211/1204-1", 1_204, 1, fromNs, fromNs + 60_000_000_000L);

        assertThat(sink.line(EventFields.parse(gap.format().json())))
                .isEqualTo("2026-11-20 17:32:00.000Z  GAP           critical  _gap  scada  "
                        + "1,204 alarm events and 1 row deleted before this sink had them:"
                        + " the alarm log had reached alarmLog.retention.maxSize");
        assertThat(TopicTemplate.forEvents("tocsin/{alarm}/{sensor}/{level}")
                        .topic(EventFields.parse(gap.format().json())))
                .isEqualTo("tocsin/_gap/scada/none");
        assertThat(EventFields.parse(gap.format().json()).lineKey())
                .as("a file sink finds its line again")
                .isEqualTo(gap.format().key());
    }

    @Test
    void shouldPrintRowsAndEventsInOrderWhenDelivered() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ConsoleSink sink = new ConsoleSink("console", new PrintStream(bytes, true, StandardCharsets.UTF_8), false);
        LogFrame event = new LogFrame(FrameType.EVENT, 0, 0, 0, 0, 0, 0, List.of(), "{\"event\":\"CLEARED\"}");
        LogFrame row = new LogFrame(
                FrameType.ROW, 1, 1, 0, 0, 0, 0, List.of(), "{\"stream\":\"s\",\"count\":3,\"position\":1}");

        sink.deliver(List.of(event, row), new RecordedReceipts());

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines().map(String::strip))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("CLEARED"),
                        line -> assertThat(line).startsWith("ROW").contains("count 3"));
    }
}
