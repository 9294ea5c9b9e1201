package io.tocsin.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Tables and chart from made-up measurements. */
class ReportTest {
    private static final int PANEL_TOP = 34;
    private static final int PANEL_HEIGHT = 260;

    @Test
    void shouldDivideWithinRounds() {
        Comparison comparison = new Comparison();
        comparison.add("fold", "W1", List.of(20.0, 40.0, 30.0), List.of(0.0, 0.2, 0.1), false);
        comparison.add("Flink", "W1", List.of(10.0, 10.0, 30.0), List.of(200.0, 1_234.0, 300.0), false);
        comparison.add("Esper", "W1", List.of(2.5), List.of(443.4), true);
        comparison.add("fold", "W3F", List.of(2.0, 2.0, 2.0), List.of(0.0, 0.0, 0.0), false);

        assertThat(comparison.ratios("fold", Map.of())).isEqualTo("""
                |  | × Flink | × Esper |
                |---|---:|---:|
                | W1 | 2.00 | (12.0) |
                | W3F | – | – |
                """);
        assertThat(comparison.rates()).isEqualTo("""
                |  | W1 | W3F |
                |---|---:|---:|
                | fold | 30.0 | 2.00 |
                | Flink | 10.0 | – |
                | Esper | (2.50) | – |
                """);
        assertThat(comparison.bytes()).contains("| fold | 0 | 0 |\n| Flink | 300 | – |\n| Esper | (443) | – |\n");
    }

    @Test
    void shouldCompareAWorkloadUnderTwoNames() {
        Comparison comparison = new Comparison();
        comparison.add("Flink", "W4", List.of(5.0), List.of(0.0), false);
        comparison.add("fold", "W4", List.of(30.0), List.of(0.0), false);
        comparison.add("fold", "W4S", List.of(15.0), List.of(0.0), false);

        assertThat(comparison.ratios("fold", Map.of("W4S", "W4"))).contains("| W4 | 6.00 |\n| W4S | 3.00 |\n");
    }

    @Test
    void shouldGivePercentilesInMicrosecondsWhereThereAreSamplesEnough() {
        Histogram latencies = new Histogram(3);
        for (int us = 1; us <= 1_000; us++) {
            latencies.recordValue(us * 1_000L);
        }

        assertThat(LatencyCurve.table(List.of(new LatencyCurve("Jet", false, false, latencies))))
                .contains("|  | p50 | p90 | p99 | p99.9 | p99.99 | max | alarms |\n")
                .contains("| Jet | 500 | 900 | 990 | – | – | 1,000 | 1,000 |\n");
    }

    @Test
    void shouldDrawACurveForEachContenderAndRate() throws Exception {
        Map<String, List<LatencyCurve>> panels = new LinkedHashMap<>();
        panels.put("50,000/s", List.of(curve("limit", true, 100), curve("ring & journal", false, 10_000)));
        panels.put("200,000/s", List.of(curve("limit", true, 100), curve("ring & journal", false, 1_000_000)));

        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(LatencyChart.draw(panels))));

        NodeList lines = svg.getElementsByTagName("polyline");
        assertThat(lines.getLength()).as("two panels and the legend").isEqualTo(3 * 2);
        assertThat(((Element) lines.item(0)).getAttribute("class")).isEqualTo("c0 floor");
        assertThat(((Element) lines.item(1)).getAttribute("class")).isEqualTo("c1 ours");
        double decade = PANEL_HEIGHT / 7.0;
        assertThat(medianY(lines.item(0))).isCloseTo(PANEL_TOP + 6 * decade, within());
        assertThat(medianY(lines.item(1))).isCloseTo(PANEL_TOP + 4 * decade, within());
        assertThat(medianY(lines.item(3))).isCloseTo(PANEL_TOP + 2 * decade, within());
        assertThat(svg.getElementsByTagName("style").item(0).getTextContent()).contains("prefers-color-scheme: dark");
    }

    private static Offset<Double> within() {
        return Offset.offset(0.2);
    }

    private static LatencyCurve curve(String name, boolean isFloor, long ns) {
        Histogram latencies = new Histogram(3);
        latencies.recordValueWithCount(ns, 100_000);
        return new LatencyCurve(name, isFloor, !isFloor, latencies);
    }

    private static double medianY(Node line) {
        String third = ((Element) line).getAttribute("points").split(" ", -1)[2];
        return Double.parseDouble(third.split(",", -1)[1]);
    }
}
