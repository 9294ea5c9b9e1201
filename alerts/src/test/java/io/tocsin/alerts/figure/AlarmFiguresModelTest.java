package io.tocsin.alerts.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Figures of random histories against their definitions. */
class AlarmFiguresModelTest {
    private static final int RUNS = 300;

    /** How often the histories had each of the rare things. */
    private long floods;

    private long chatters;
    private long stale;
    private long responses;
    private long expiries;

    @Test
    void shouldEqualTheirDefinitions() {
        Long given = Long.getLong("tocsin.seed");
        long first = given == null ? 1 : given;
        for (long seed = first; seed < first + (given == null ? RUNS : 1); seed++) {
            run(seed);
        }
        if (given == null) {
            assertThat(List.of(floods, chatters, stale, responses, expiries)).allMatch(count -> count > 20);
        }
    }

    private void run(long seed) {
        Random random = new Random(new SplittableRandom(seed).nextLong());
        List<FigureEvent> history = new RandomHistory(random).events(random.nextInt(1_500));
        long lastNs = history.isEmpty()
                ? RandomHistory.BEGIN_NS
                : history.get(history.size() - 1).timeNs();
        long lengthNs = lastNs - RandomHistory.BEGIN_NS;
        long fromNs = RandomHistory.BEGIN_NS + part(random, lengthNs);
        long toNs = Math.max(
                fromNs + 1,
                random.nextInt(3) == 0 ? lastNs + TimeUnit.HOURS.toNanos(1) : fromNs + part(random, lengthNs));
        FigureRange range = new FigureRange(
                fromNs, toNs, TimeUnit.SECONDS.toNanos(random.nextInt(60)), 1 + random.nextInt(3), random.nextInt(3));

        FigureReport report = report(random, range, history);

        assertThat(report.all()).as("-Dtocsin.seed=%d", seed).isEqualTo(NaiveFigures.of(range, "", history));
        TreeSet<String> areas = new TreeSet<>();
        if (range.areaLevels() > 0) {
            history.stream()
                    .filter(event -> event.timeNs() < toNs)
                    .forEach(event -> areas.add(areaOf(event.sensor(), range.areaLevels())));
        }
        assertThat(report.areas())
                .as("-Dtocsin.seed=%d", seed)
                .containsExactlyElementsOf(areas.stream()
                        .map(area -> NaiveFigures.of(
                                range,
                                area,
                                history.stream()
                                        .filter(event -> areaOf(event.sensor(), range.areaLevels())
                                                .equals(area))
                                        .toList()))
                        .toList());
        floods += report.all().floods().count();
        chatters += report.all().chattering().periods();
        stale += report.all().stale().count();
        responses += report.all().response().acknowledged();
        expiries += report.all().shelved().activeAtExpiry();
    }

    private static long part(Random random, long lengthNs) {
        return lengthNs / 1_000 * random.nextInt(1_000);
    }

    private static String areaOf(String sensor, int levels) {
        List<String> names = List.of(sensor.split("/"));
        return String.join("/", names.subList(0, Math.min(levels, names.size() - 1)));
    }

    /** Through the sorter, in another order: later decisions may have earlier times. */
    private static FigureReport report(Random random, FigureRange range, List<FigureEvent> history) {
        List<FigureEvent> shuffled = new ArrayList<>(history);
        Collections.shuffle(shuffled, random);
        AlarmFigures figures = new AlarmFigures(range);
        try (EventSorter sorter = new EventSorter(1 + random.nextInt(2_000))) {
            for (FigureEvent event : shuffled) {
                sorter.add(event);
            }
            sorter.forEach(figures::onEvent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return figures.end();
    }
}
