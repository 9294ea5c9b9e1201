package io.tocsin.bench.peers;

import io.tocsin.bench.report.Comparison;
import io.tocsin.bench.report.LatencyChart;
import io.tocsin.bench.report.LatencyCurve;
import io.tocsin.bench.throughput.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Ours, the references and other engines in one run: prints the tables and draws the chart.
 *
 * <p>Argument: the file of the chart. Properties: {@code -Dtasks} and {@code -Dcontenders}, lists with commas, default
 * all, {@code paced} being a task; {@code -Dreadings}, {@code -Dwarmup.ms}, {@code -Dround.ms}, {@code -Drounds},
 * {@code -Dpaced.warmup.ms}, {@code -Dpaced.round.ms}, {@code -Dpaced.rounds}.
 */
public final class Peers {
    private static final String PACED = "paced";

    private Peers() {}

    public static void main(String[] args) throws IOException {
        List<String> tasks = list("tasks");
        List<String> names = list("contenders");
        List<String> notes = new ArrayList<>();
        Comparison comparison = new Comparison();
        List<Contender> contenders = Arrays.stream(Contender.values())
                .filter(contender -> names.isEmpty() || names.contains(contender.name()))
                .toList();
        boolean isRaced = false;
        for (Task task : Task.values()) {
            if (tasks.isEmpty() || tasks.contains(task.name())) {
                new Race(task, notes).run(contenders, comparison);
                isRaced = true;
            }
        }
        System.out.printf(
                "%s, %d cores, JDK %s, heap %,d MiB a JVM%n%n",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                Runtime.getRuntime().maxMemory() >> 20);
        if (isRaced) {
            print(comparison, notes);
        }
        if (tasks.isEmpty() || tasks.contains(PACED)) {
            List<PacedContender> paced = Arrays.stream(PacedContender.values())
                    .filter(contender -> names.isEmpty() || names.contains(contender.name()))
                    .toList();
            print(new PacedRace().run(paced), Path.of(args[0]));
        }
    }

    private static void print(Comparison comparison, List<String> notes) {
        System.out.printf("Throughput, million readings/s: %s.%n%n%s%n", Race.settings(), comparison.rates());
        System.out.printf("Ratios of the fold:%n%n%s%n", ratios(comparison, Contender.FOLD));
        System.out.printf("Ratios through ring and journal:%n%n%s%n", ratios(comparison, Contender.JOURNAL));
        System.out.printf("Bytes allocated a reading:%n%n%s%n", comparison.bytes());
        notes.forEach(System.out::println);
        System.out.println();
    }

    private static String ratios(Comparison comparison, Contender of) {
        return comparison.ratios(of.label(), Map.of(Task.W4S.name(), Task.W4.name()));
    }

    private static void print(Map<String, List<LatencyCurve>> panels, Path chart) throws IOException {
        panels.forEach((rate, curves) -> System.out.printf(
                "Latency at %s, µs from due time to alarm: %s.%n%n%s%n",
                rate, PacedRace.settings(), LatencyCurve.table(curves)));
        Files.writeString(chart, LatencyChart.draw(panels));
        System.out.println("The chart is in " + chart);
    }

    private static List<String> list(String property) {
        String names = System.getProperty(property, "");
        return names.isEmpty() ? List.of() : List.of(names.split(",", -1));
    }
}
