package io.tocsin.alerts.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A report as JSON and CSV, from events as the alarm log has them. */
class FigureOutputTest {
    private static final long BEGIN_NS =
            TimeUnit.SECONDS.toNanos(Instant.parse("2026-11-20T06:00:00Z").getEpochSecond());

    private static String event(String kind, String second, String more) {
        return "{\"id\":\"hot/1/hall/a,b/1\",\"event\":\"" + kind
                + "\",\"alarm\":\"hot\",\"sensor\":\"hall/a,b\",\"time\":" + "\"2026-11-20T06:00:" + second
                + ".000000000Z\",\"priority\":\"high\"" + more + "}";
    }

    private static FigureReport report() throws IOException {
        AlarmFigures figures = new AlarmFigures(FigureRange.of(BEGIN_NS, BEGIN_NS + TimeUnit.DAYS.toNanos(1)));
        List<String> lines = List.of(
                event("RAISED", "01", ",\"state\":\"UNACKNOWLEDGED_ACTIVE\""),
                event("ACKNOWLEDGED", "21", ",\"state\":\"ACKNOWLEDGED_ACTIVE\",\"annunciate\":false,\"who\":\"ann\""),
                event("CLEARED", "30", ",\"state\":\"NORMAL\",\"annunciate\":true"),
                event("SHELVED", "40", ",\"state\":\"NORMAL\",\"annunciate\":false,\"who\":\"=ann\""),
                event("RAISED", "50", ",\"state\":\"UNACKNOWLEDGED_ACTIVE\",\"annunciate\":false"),
                event("REMINDED", "51", ",\"state\":\"UNACKNOWLEDGED_ACTIVE\",\"annunciate\":true"));
        for (int i = 0; i < lines.size(); i++) {
            FigureEvent event = FigureEvent.parse(lines.get(i), i);
            if (event != null) {
                figures.onEvent(event);
            }
        }
        return figures.end();
    }

    @Test
    void shouldWriteJson() throws IOException {
        assertThat(FigureJson.of(report()))
                .startsWith("{\"from\":\"2026-11-20T06:00:00.000000000Z\",\"to\":\"2026-11-21T06:00:00.000000000Z\"")
                .contains("\"manageablePerDay\":{\"IEC 62682\":144,\"ISA-18.2-2009\":150}")
                .contains("\"all\":{\"area\":\"\",\"alarms\":1,\"perTenMinutes\":0.006944444444444444,"
                        + "\"perDayAndPosition\":1.0,"
                        + "\"peakBin\":{\"count\":1,\"begin\":\"2026-11-20T06:00:00.000000000Z\"},"
                        + "\"peak\":{\"count\":1,\"at\":\"2026-11-20T06:00:01.000000000Z\"}")
                .contains("\"top\":[{\"alarm\":\"hot\",\"sensor\":\"hall/a,b\",\"count\":1,\"share\":1.0}]")
                .contains("\"response\":{\"acknowledged\":1,\"median\":20.0,\"p90\":20.0,\"overTenMinutes\":0}")
                .contains("\"shelved\":{\"count\":1,\"time\":86360.0,\"activeAtExpiry\":0,\"by\":{\"=ann\":1}}")
                .contains("\"areas\":[{\"area\":\"hall\",\"alarms\":1");
    }

    @Test
    void shouldWriteCsvThatNoSpreadsheetTakesForFormulas() throws IOException {
        assertThat(FigureCsv.of(report()))
                .startsWith(
                        "area,figure,item,value",
                        ",alarms,,1",
                        ",perTenMinutes,,0.006944444444444444",
                        ",perDayAndPosition,,1.0",
                        ",peakBin,2026-11-20T06:00:00.000000000Z,1")
                .contains(
                        ",top,\"hot hall/a,b\",1",
                        ",response,median,20.0",
                        ",shelved,by =ann,1",
                        "hall,alarms,,1",
                        "hall,shelved,time,86360.0");
    }

    @Test
    void shouldKnowTheAreaOfASensor() {
        FigureRange two = new FigureRange(0, 1, 0, 1, 2);

        assertThat(two.areaOf("plant/press/temp")).isEqualTo("plant/press");
        assertThat(two.areaOf("plant/press/1/temp")).isEqualTo("plant/press");
        assertThat(two.areaOf("plant/temp")).isEqualTo("plant");
        assertThat(two.areaOf("temp")).isEmpty();
        assertThat(two.areaOf("/temp")).isEmpty();
        assertThat(FigureRange.of(0, 1).areaOf("plant/press/temp")).isEqualTo("plant");
    }
}
