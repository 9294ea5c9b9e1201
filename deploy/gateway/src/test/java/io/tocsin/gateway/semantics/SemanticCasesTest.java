package io.tocsin.gateway.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CalendarWindow;
import io.tocsin.engine.plan.window.SessionWindow;
import io.tocsin.engine.plan.window.Window;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cases from other engines' test suites, restated as data: our windows must emit the expected rows. A time of a case,
 * in milliseconds there, is a nanosecond here.
 */
class SemanticCasesTest {
    private static final Map<String, String> NOT_RUN = Map.ofEntries(
            Map.entry("S03", "a window that forgets its samples when it fires; ours adds late samples to them"),
            Map.entry("S17", "their watermark is one less by definition; StreamSemanticsTest has ours"),
            Map.entry("S18", "a key's watermark is its own; several sources are not combined"),
            Map.entry("S19", "pattern alarms are not there yet"),
            Map.entry(
                    "S20",
                    "ReorderModelTest and StreamSemanticsTest have the buffer, which holds readings for an operator"),
            Map.entry("S24", "pattern alarms are not there yet"),
            Map.entry("S25", "pattern alarms are not there yet"),
            Map.entry("S26", "AlarmSemanticsTest has changes of state; reminders are not there"),
            Map.entry("S28", "limit levels have a deadband, not thresholds of their own for the way back"),
            Map.entry("S29", "an alarm's event has times, not durations; time in state is not there yet"));
    private static final Set<String> RUN = Set.of("S01", "S02", "S05", "S06", "S11", "S12", "S21", "S22", "S23");
    private static final Map<String, CaseNode> CASES = cases();

    @Test
    void shouldRunEveryCaseOrSayWhyNot() {
        Set<String> known = new TreeSet<>(RUN);
        known.addAll(NOT_RUN.keySet());
        assertThat(CASES.keySet()).isEqualTo(known);
    }

    /** Flink's watermark t says that nothing up to and including t is still to come: ours is one more. */
    @ParameterizedTest
    @ValueSource(strings = {"S01", "S02", "S05"})
    void shouldGiveTheRowsOfWatermarkedCases(String id) {
        CaseNode config = CASES.get(id).get("config");
        Window window = config.get("window").asText().equals("session")
                ? new SessionWindow(config.get("gap_ms").asLong(), 0)
                : tumbling(config.get("size_ms").asLong());
        CaseWindows windows = new CaseWindows(window, 100_000);
        long watermark = -1_000;
        for (CaseNode step : CASES.get(id).get("input")) {
            windows.step((int) step.get("n").asLong());
            switch (step.get("op").asText()) {
                case "event" ->
                    windows.sample(
                            step.get("key").asText(),
                            step.get("t").asLong(),
                            step.get("value").asDouble(),
                            watermark);
                case "watermark" -> {
                    watermark = step.get("t").asLong() + 1;
                    windows.watermark(watermark);
                }
                case "restart" -> windows.restart();
                default -> throw new AssertionError("no such step: " + step);
            }
        }
        List<String> expected = new ArrayList<>();
        for (CaseNode row : CASES.get(id).get("expected")) {
            expected.add("after " + row.get("after").asLong() + " "
                    + row.get("key").asText() + " [" + row.get("start").asLong() + ","
                    + row.get("end").asLong() + ") " + row.get("sum").asDouble());
        }
        assertThat(windows.rows()).containsExactlyInAnyOrderElementsOf(expected);
        CaseNode late = CASES.get(id).get("expected_late");
        assertThat(windows.lateCount()).isEqualTo(late == null ? 0 : late.size());
    }

    @Test
    void shouldMakeOneSessionOfThoseThatTouch() {
        CaseNode touching = CASES.get("S06");
        CaseWindows windows = new CaseWindows(new SessionWindow(0, 1), 100);
        for (CaseNode interval : touching.get("config").get("intervals_in")) {
            long start = interval.get(0).asLong();
            windows.sample("k", start, (double) (interval.get(1).asLong() - start), -100);
        }
        windows.watermark(100);
        List<String> expected = new ArrayList<>();
        for (CaseNode row : touching.get("expected")) {
            expected.add("[" + row.get("merged").get(0).asLong() + ","
                    + row.get("merged").get(1).asLong() + ")");
        }
        assertThat(windows.spans()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"S21", "S22"})
    void shouldGiveTheWindowsOfCasesWithABoundedDelay(String id) {
        CaseNode config = CASES.get(id).get("config");
        long size = config.get("size_ms").asLong();
        long slide = config.has("slide_ms") ? config.get("slide_ms").asLong() : size;
        long tolerance = config.get("late_tolerance_ms").asLong();
        long base = config.get("time_base").asLong();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        CaseWindows windows = new CaseWindows(new AlignedWindow(size, slide, 0), tolerance);
        long newest = Long.MIN_VALUE;
        for (CaseNode step : CASES.get(id).get("input")) {
            newest = Math.max(newest, step.get("t").asLong());
            double value = step.get("key").asText().isEmpty()
                    ? step.get("value").asDouble()
                    : numbers.computeIfAbsent(step.get("key").asText(), key -> numbers.size() + 1);
            windows.sample("all", step.get("t").asLong(), value, newest - tolerance);
        }
        List<String> expected = new ArrayList<>();
        for (CaseNode row : CASES.get(id).get("expected")) {
            double sum = 0;
            for (CaseNode value : row.get("rows")) {
                sum += value.isNumber() ? value.asDouble() : numbers.get(value.asText());
            }
            long end = base + row.get("end").asLong();
            expected.add("[" + (end - size) + "," + end + ") " + row.get("rows").size() + " " + sum);
        }
        assertThat(windows.countedRows()).isEqualTo(expected);
        CaseNode late = CASES.get(id).get("expected_late");
        assertThat(windows.lateCount()).isEqualTo(late == null ? 0 : late.size());
    }

    /**
     * A watermark of a case says no more than the reading before it does here; a case without one has all in any order.
     */
    @ParameterizedTest
    @ValueSource(strings = {"S11", "S12"})
    void shouldGiveThePairsOfIntervalJoins(String id) {
        CaseNode config = CASES.get(id).get("config");
        long lower = config.get("lower").asLong() + (isInclusive(config, "lower") ? 0 : 1);
        long upper = config.get("upper").asLong() - (isInclusive(config, "upper") ? 0 : 1);
        boolean hasWatermarks =
                CASES.get(id).get("input").get(1).get("op").asText().equals("watermark");
        CaseJoins joins = new CaseJoins(new JoinCondition.Interval(lower, upper), hasWatermarks ? 0 : 10);
        for (CaseNode step : CASES.get(id).get("input")) {
            switch (step.get("op").asText()) {
                case "event" ->
                    joins.sample(
                            step.get("n").asLong(),
                            step.get("stream").asText().equals("left"),
                            step.get("t").asLong());
                case "restart" -> joins.restart();
                default -> assertThat(step.get("op").asText()).isEqualTo("watermark");
            }
        }
        List<String> expected = new ArrayList<>();
        for (CaseNode pair : CASES.get(id).get("expected")) {
            expected.add("after " + pair.get("after").asLong() + " "
                    + pair.get("left").asLong() + "," + pair.get("right").asLong());
        }
        assertThat(joins.pairs()).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static boolean isInclusive(CaseNode config, String bound) {
        return Boolean.parseBoolean(config.get(bound + "_inclusive").asText());
    }

    @Test
    void shouldEndWindowsWhereTheCalendarDoes() {
        CaseNode alignment = CASES.get("S23");
        long nowNs = alignment.get("config").get("now").asLong() * 1_000_000;
        ZoneId zone = ZoneId.of(alignment.get("config").get("zone").asText());
        int tested = 0;
        for (CaseNode row : alignment.get("expected")) {
            long sizeNs = sizeNs(row.get("size").asText());
            if (sizeNs > CaseWindows.DAY_NS) {
                continue; // windows of several days are not there
            }
            CaseWindows windows = new CaseWindows(calendar(zone, sizeNs), 0);
            windows.sample("k", nowNs, 1, nowNs);
            windows.watermark(nowNs + 2 * CaseWindows.DAY_NS);
            assertThat(windows.spans()).hasSize(1);
            assertThat(windows.spans().get(0))
                    .as("%s", row.get("size"))
                    .endsWith("," + row.get("end").asLong() * 1_000_000 + ")");
            tested++;
        }
        assertThat(tested).isEqualTo(10);
    }

    /**
     * Aligns sizes that divide an hour with the epoch's hours in every zone of whole hours; others are lists of times
     * of day.
     */
    private static Window calendar(ZoneId zone, long sizeNs) {
        if (CaseWindows.DAY_NS / 24 % sizeNs == 0) {
            return tumbling(sizeNs);
        }
        List<LocalTime> starts = new ArrayList<>();
        for (long startNs = 0; startNs < CaseWindows.DAY_NS; startNs += sizeNs) {
            starts.add(LocalTime.ofNanoOfDay(startNs));
        }
        return new CalendarWindow(zone, starts);
    }

    private static long sizeNs(String size) {
        String[] words = size.split(" ", 2);
        long unitNs = switch (words[1]) {
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "min" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> CaseWindows.DAY_NS;
        };
        return Long.parseLong(words[0]) * unitNs;
    }

    private static Window tumbling(long size) {
        return new AlignedWindow(size, size, 0);
    }

    static List<Aggregate> aggregates() {
        return List.of(Aggregate.SUM, Aggregate.COUNT);
    }

    private static Map<String, CaseNode> cases() {
        Map<String, CaseNode> cases = new LinkedHashMap<>();
        for (CaseNode one : CaseNode.read(SemanticCasesTest.class.getResourceAsStream("/real/semantic-cases.json"))
                .get("cases")) {
            cases.put(one.get("id").asText(), one);
        }
        return cases;
    }
}
