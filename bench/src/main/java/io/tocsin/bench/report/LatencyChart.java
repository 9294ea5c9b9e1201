package io.tocsin.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Percentiles of latency as an SVG: a panel for each rate, latency on a logarithmic axis, percentiles by their distance
 * from 100. The colours follow the reader's light or dark scheme.
 */
public final class LatencyChart {
    private static final double[] PERCENTILES = {0, 25, 50, 75, 90, 95, 98, 99, 99.5, 99.8, 99.9, 99.95, 99.98, 99.99};
    private static final List<String> TICKS = List.of("0", "90", "99", "99.9", "99.99");
    private static final int NINES = TICKS.size() - 1;
    private static final int PANEL_WIDTH = 340;
    private static final int PANEL_HEIGHT = 260;
    private static final int LEFT = 60;
    private static final int TOP = 34;
    private static final int GAP = 30;
    private static final int LEGEND_LINE = 18;
    private static final int LEGEND_COLUMNS = 3;
    private static final int BELOW = 56;
    private static final int DECADE_MIN_NS = 1;
    private static final int DECADE_MAX_NS = 8;

    /** One colour a contender, for each scheme; the first is that of the floor. */
    private static final String[] LIGHT = {
        "#555555", "#4aa3df", "#0072b2", "#003f6b", "#d55e00", "#b8860b", "#1b9e3e", "#a3549c", "#c2185b"
    };

    private static final String[] DARK = {
        "#bbbbbb", "#2f8fd0", "#56b4e9", "#b5e0fa", "#ff8c42", "#e6c34a", "#4fd07a", "#e08bd6", "#ff6f9f"
    };

    private LatencyChart() {}

    /**
     * Draws a panel for each rate.
     *
     * @param panels from a panel's title to its curves, in the order of drawing; all have the same contenders
     */
    public static String draw(Map<String, List<LatencyCurve>> panels) {
        List<LatencyCurve> legend = panels.values().iterator().next();
        int width = LEFT + panels.size() * (PANEL_WIDTH + GAP);
        int legendTop = TOP + PANEL_HEIGHT + BELOW;
        int legendRows = (legend.size() + LEGEND_COLUMNS - 1) / LEGEND_COLUMNS;
        int height = legendTop + legendRows * LEGEND_LINE;
        StringBuilder svg = new StringBuilder();
        line(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\""
                        + " aria-label=\"Percentiles of latency, due time to alarm\">",
                width,
                height,
                width,
                height);
        style(svg, legend);
        line(svg, "<rect class=\"page\" width=\"%d\" height=\"%d\"/>", width, height);
        int left = LEFT;
        for (Map.Entry<String, List<LatencyCurve>> panel : panels.entrySet()) {
            frame(svg, left, panel.getKey(), left == LEFT);
            for (int i = 0; i < panel.getValue().size(); i++) {
                curve(svg, left, panel.getValue().get(i), i);
            }
            left += PANEL_WIDTH + GAP;
        }
        legend(svg, legend, legendTop, width / LEGEND_COLUMNS);
        return svg.append("</svg>\n").toString();
    }

    private static void style(StringBuilder svg, List<LatencyCurve> curves) {
        line(svg, "<style>");
        line(svg, "text { font: 12px sans-serif; fill: #222 } .page { fill: #fff } .grid { stroke: #ddd }");
        line(
                svg,
                "polyline { fill: none; stroke-width: 1.5 } .ours { stroke-width: 3 } .floor { stroke-dasharray: 5 3 }");
        colours(svg, curves, LIGHT);
        line(svg, "@media (prefers-color-scheme: dark) {");
        line(svg, "text { fill: #ddd } .page { fill: #0d1117 } .grid { stroke: #333 }");
        colours(svg, curves, DARK);
        line(svg, "}");
        line(svg, "</style>");
    }

    private static void colours(StringBuilder svg, List<LatencyCurve> curves, String[] palette) {
        for (int i = 0; i < curves.size(); i++) {
            line(svg, ".c%d { stroke: %s }", i, palette[i % palette.length]);
        }
    }

    private static void frame(StringBuilder svg, int left, String title, boolean hasLabels) {
        line(svg, "<text x=\"%d\" y=\"%d\">%s</text>", left, TOP - 14, escaped(title));
        for (int decade = DECADE_MIN_NS; decade <= DECADE_MAX_NS; decade++) {
            double y = y(Math.pow(10, decade));
            line(svg, "<path class=\"grid\" d=\"M%d %.1fh%d\"/>", left, y, PANEL_WIDTH);
            if (hasLabels) {
                line(svg, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", left - 6, y + 4, time(decade));
            }
        }
        for (int nines = 0; nines <= NINES; nines++) {
            double x = left + (double) PANEL_WIDTH * nines / NINES;
            line(svg, "<path class=\"grid\" d=\"M%.1f %dv%d\"/>", x, TOP, PANEL_HEIGHT);
            line(
                    svg,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x,
                    TOP + PANEL_HEIGHT + 16,
                    TICKS.get(nines));
        }
        line(
                svg,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">percentile</text>",
                left + PANEL_WIDTH / 2,
                TOP + PANEL_HEIGHT + 34);
    }

    private static void curve(StringBuilder svg, int left, LatencyCurve curve, int index) {
        List<String> points = new ArrayList<>();
        for (double percentile : PERCENTILES) {
            if (curve.has(percentile)) {
                double x = left + PANEL_WIDTH * Math.log10(100 / (100 - percentile)) / NINES;
                double y = y((double) curve.latenciesNs().getValueAtPercentile(percentile));
                points.add(String.format(Locale.ROOT, "%.1f,%.1f", x, y));
            }
        }
        line(svg, "<polyline class=\"%s\" points=\"%s\"/>", classes(curve, index), String.join(" ", points));
    }

    private static void legend(StringBuilder svg, List<LatencyCurve> curves, int top, int columnWidth) {
        for (int i = 0; i < curves.size(); i++) {
            int x = 16 + i % LEGEND_COLUMNS * columnWidth;
            int y = top + i / LEGEND_COLUMNS * LEGEND_LINE;
            line(
                    svg,
                    "<polyline class=\"%s\" points=\"%d,%d %d,%d\"/>",
                    classes(curves.get(i), i),
                    x,
                    y - 4,
                    x + 24,
                    y - 4);
            line(
                    svg,
                    "<text x=\"%d\" y=\"%d\">%s</text>",
                    x + 30,
                    y,
                    escaped(curves.get(i).contender()));
        }
    }

    private static String classes(LatencyCurve curve, int index) {
        return "c" + index + (curve.isOurs() ? " ours" : "") + (curve.isFloor() ? " floor" : "");
    }

    /** Logarithmic; latencies outside the panel are drawn on its edge. */
    private static double y(double ns) {
        double decades = Math.log10(Math.max(ns, 1)) - DECADE_MIN_NS;
        double part = Math.min(1, Math.max(0, decades / (DECADE_MAX_NS - DECADE_MIN_NS)));
        return TOP + PANEL_HEIGHT * (1 - part);
    }

    private static String time(int decadeNs) {
        String[] units = {"ns", "µs", "ms"};
        return (int) Math.pow(10, decadeNs % 3) + " " + units[decadeNs / 3];
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static void line(StringBuilder svg, String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
