package io.tocsin.alerts.figure;

import com.fasterxml.jackson.core.io.NumberOutput;
import io.tocsin.alerts.event.EventTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A report as CSV with a row for each figure: {@code area,figure,item,value}. Area and item are empty where a figure
 * has none. Durations are in seconds, shares from 0 to 1.
 */
public final class FigureCsv {
    private static final double NS_PER_S = 1e9;

    private final List<String> lines = new ArrayList<>();
    private String area = "";

    private FigureCsv() {}

    /** The report's lines, the first one the header. */
    public static List<String> of(FigureReport report) {
        FigureCsv csv = new FigureCsv();
        csv.lines.add("area,figure,item,value");
        csv.add(report.all());
        report.areas().forEach(csv::add);
        return csv.lines;
    }

    private void add(Figures figures) {
        area = figures.area();
        row("alarms", "", figures.alarms());
        row("perTenMinutes", "", figures.perTenMinutes());
        row("perDayAndPosition", "", figures.perDay());
        row(
                "peakBin",
                figures.peakBin().count() == 0 ? "" : time(figures.peakBin()),
                figures.peakBin().count());
        row(
                "peak",
                figures.peak().count() == 0 ? "" : time(figures.peak()),
                figures.peak().count());
        row("floods", "count", figures.floods().count());
        row("floods", "shareOfTime", figures.floods().shareOfTime());
        row("floods", "longest", seconds(figures.floods().longestNs()));
        row("chattering", "alarms", figures.chattering().alarms());
        row("chattering", "periods", figures.chattering().periods());
        row("chattering", "raises", figures.chattering().raises());
        row("chattering", "time", seconds(figures.chattering().timeNs()));
        row("fleeting", "", figures.fleeting());
        row("stale", "count", figures.stale().count());
        row("stale", "stillActive", figures.stale().stillActive());
        row("stale", "longest", seconds(figures.stale().longestNs()));
        for (Figures.Frequent frequent : figures.top()) {
            row("top", frequent.alarm() + ' ' + frequent.sensor(), frequent.count());
        }
        figures.priorities().forEach((priority, count) -> row("priority", priority, count));
        row("response", "acknowledged", figures.response().acknowledged());
        row("response", "median", seconds(figures.response().medianNs()));
        row("response", "p90", seconds(figures.response().p90Ns()));
        row("response", "overTenMinutes", figures.response().overTenMinutes());
        add("shelved", figures.shelved());
        add("suppressed", figures.suppressed());
        add("outOfService", figures.outOfService());
    }

    private void add(String way, Figures.Hidden hidden) {
        row(way, "count", hidden.count());
        row(way, "time", seconds(hidden.timeNs()));
        row(way, "activeAtExpiry", hidden.activeAtExpiry());
        for (Map.Entry<String, Long> by : hidden.by().entrySet()) {
            row(way, "by " + by.getKey(), by.getValue());
        }
    }

    private static String time(Figures.Peak peak) {
        return EventTimes.iso(peak.atNs());
    }

    private static double seconds(long ns) {
        return ns / NS_PER_S;
    }

    private void row(String figure, String item, long value) {
        lines.add(quoted(area) + ',' + figure + ',' + quoted(item) + ',' + value);
    }

    private void row(String figure, String item, double value) {
        lines.add(quoted(area) + ',' + figure + ',' + quoted(item) + ',' + NumberOutput.toString(value, true));
    }

    /** A cell; one that a spreadsheet would take for a formula is made a text. */
    private static String quoted(String cell) {
        String text = !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0 ? '\'' + cell : cell;
        return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
