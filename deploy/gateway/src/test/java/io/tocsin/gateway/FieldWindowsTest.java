package io.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows as users of other programs asked for them in public: their readings, made small, and the right rows. */
class FieldWindowsTest {
    private static final String HEAD = """
            name: field
            sources:
              - file: {name: log, path: input.csv, columns: {sensor: tag, value: value, time: time}, timeUnit: iso}
            sinks: {log: {file: {path: out.jsonl}}}
            """;

    @TempDir
    private Path dir;

    private List<String> lines(String rules, String rows) throws IOException {
        Files.writeString(dir.resolve("input.csv"), "time,tag,value\n" + rows);
        Path config = Files.writeString(dir.resolve("gateway.yaml"), HEAD + rules);
        CommandLineRun run = CommandLineRun.of("run", "-c", config.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return Files.readAllLines(dir.resolve("out.jsonl"));
    }

    private static double number(String line, String field) {
        Matcher found = Pattern.compile("\"" + field + "\":([-0-9.eE]+)").matcher(line);
        assertThat(found.find()).as("%s in %s", field, line).isTrue();
        return Double.parseDouble(found.group(1));
    }

    /** DrozmotiX/ioBroker.sourceanalytix#594: a meter of 23 bits of 0.1 Wh rolls over. */
    @Test
    void shouldSumAnEnergyMeterOverItsRollover() throws IOException {
        String meter = """
                2022-10-03T22:10:42.167Z,meter,838697.7
                2022-10-03T22:12:44.238Z,meter,838710.9
                2022-10-03T22:15:34.647Z,meter,838750.9
                2022-10-03T22:28:20.764Z,meter,838857.6
                2022-10-03T22:29:40.000Z,meter,10.2
                2022-10-03T22:31:40.000Z,meter,12.7
                """;
        String rules = """
                streams:
                  - {name: use, from: "#", window: {type: tumbling, size: 30m}, aggregates: [increase, counter_rate], %s sinks: log}
                alarms:
                  - {name: no-consumption, sensor: use/+/counter_rate, type: limit, lo: 0, sinks: log}
                """;
        List<String> rolling = lines(rules.formatted("rollover: 838860.8,"), meter);
        assertThat(rolling).hasSize(2);
        assertThat(number(rolling.get(0), "increase")).isCloseTo(173.3, within(1e-6));
        assertThat(number(rolling.get(0), "counter_rate")).isCloseTo(173.3 / 1137.833, within(1e-6));
        assertThat(number(rolling.get(1), "increase"))
                .as("from the last reading of the window before")
                .isCloseTo(2.5, within(1e-6));
        assertThat(number(rolling.get(1), "counter_rate")).isCloseTo(2.5 / 120, within(1e-6));
    }

    /**
     * cnosdb/cnosdb#649, taosdata/TDengine#25062, influxdata/kapacitor#2459: a pump that speaks only when its state
     * changes.
     */
    @Test
    void shouldSumTheHoursOfStatesAcrossDays() throws IOException {
        String pump = """
                2020-01-01T10:00:00Z,pump,1
                2020-01-01T10:30:00Z,pump,2
                2020-01-03T16:00:00Z,pump,3
                2020-01-03T18:30:00Z,pump,1
                2020-01-03T19:30:00Z,pump,2
                2020-01-05T12:00:00Z,pump,4
                """;
        String rules = """
                streams:
                  - name: day
                    from: "#"
                    window: {type: tumbling, size: 1d}
                    timeIn: {starting: 1, running: 2, error: 3, stopping: 4}
                    %s
                    sinks: log
                """;
        List<String> days = lines(rules.formatted(""), pump);
        assertThat(days.stream().map(day -> number(day, "time_in_starting")))
                .containsExactly(1_800.0, 0.0, 3_600.0, 0.0, 0.0);
        assertThat(days.stream().map(day -> number(day, "time_in_running")))
                .containsExactly(48_600.0, 86_400.0, 73_800.0, 86_400.0, 43_200.0);
        assertThat(days.stream().map(day -> number(day, "time_in_error"))).containsExactly(0.0, 0.0, 9_000.0, 0.0, 0.0);
        assertThat(days.stream().map(day -> number(day, "time_in_stopping")))
                .containsExactly(0.0, 0.0, 0.0, 0.0, 43_200.0);
        assertThat(days.stream().map(day -> number(day, "count"))).containsExactly(2.0, 0.0, 3.0, 0.0, 1.0);
    }

    @Test
    void shouldSumTheHoursOfTexts() throws IOException {
        List<String> shifts = lines("""
                streams:
                  - name: shift
                    from: "#"
                    window: {type: calendar, zone: UTC, starts: ["06:00", "14:00", "22:00"]}
                    timeIn: {running: {in: [RUN, AUTO]}, down: {in: [FAULT, 7]}, other: {min: 8}}
                    sinks: log
                """, """
                2020-01-01T05:30:00Z,press,RUN
                2020-01-01T07:00:00Z,press,FAULT
                2020-01-01T08:00:00Z,press,7
                2020-01-01T09:00:00Z,press,AUTO
                2020-01-01T10:00:00Z,press,SETUP
                2020-01-01T12:00:00Z,press,9
                2020-01-01T23:00:00Z,press,RUN
                """);
        assertThat(shifts.stream().map(shift -> number(shift, "time_in_running")))
                .containsExactly(1_800.0, 7_200.0, 0.0, 25_200.0);
        assertThat(shifts.stream().map(shift -> number(shift, "time_in_down"))).containsExactly(0.0, 7_200.0, 0.0, 0.0);
        assertThat(shifts.stream().map(shift -> number(shift, "time_in_other")))
                .containsExactly(0.0, 7_200.0, 28_800.0, 3_600.0);
    }

    @Test
    void shouldKnowNothingOfEarlierWindowsWhenNothingIsCarried() throws IOException {
        List<String> days = lines("""
                streams:
                  - {name: day, from: "#", window: {type: tumbling, size: 1d}, timeIn: {running: 2}, carryFor: 0s, sinks: log}
                """, """
                2020-01-01T10:30:00Z,pump,2
                2020-01-03T16:00:00Z,pump,3
                """);
        assertThat(days.stream().map(day -> number(day, "time_in_running"))).containsExactly(48_600.0, 0.0);
    }

    @Test
    void shouldTakeAFallForAResetWithoutARollover() throws IOException {
        List<String> rows = lines("""
                streams:
                  - {name: use, from: "#", window: {type: tumbling, size: 30m}, aggregates: increase, sinks: log}
                """, """
                2022-10-03T22:10:42.167Z,meter,838697.7
                2022-10-03T22:28:20.764Z,meter,838857.6
                2022-10-03T22:29:40.000Z,meter,10.2
                """);
        assertThat(number(rows.get(0), "increase")).isCloseTo(170.1, within(1e-6));
    }
}
