package io.tocsin.alerts.figure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Computes the figures of a period from alarm events. Events before the period decide which alarms are active, hidden,
 * in a flood or chattering at its begin; counts and durations are those of the period.
 *
 * <p>One thread. Events come in the order of {@link FigureEvent#IN_TIME}, see {@link EventSorter}; memory grows with
 * the pairs of alarm and sensor.
 */
public final class AlarmFigures {
    private final FigureRange range;
    private final Scope all;
    private final Map<String, Scope> areas = new TreeMap<>();
    /** By sensor, then by alarm: both names may contain any character. */
    private final Map<String, Map<String, Pair>> pairs = new HashMap<>();

    private FigureEvent last;

    public AlarmFigures(FigureRange range) {
        this.range = range;
        this.all = new Scope("", range);
    }

    /** Takes the next event; those from the period's end on are ignored. */
    public void onEvent(FigureEvent event) {
        if (last != null && FigureEvent.IN_TIME.compare(last, event) > 0) {
            throw new IllegalArgumentException("events must come in the order of time, timeNs=" + event.timeNs()
                    + ", ordinal=" + event.ordinal() + ", after timeNs=" + last.timeNs());
        }
        last = event;
        if (event.timeNs() < range.toNs()) {
            pairs.computeIfAbsent(event.sensor(), sensor -> new HashMap<>())
                    .computeIfAbsent(event.alarm(), alarm -> pair(alarm, event.sensor()))
                    .on(event);
        }
    }

    private Pair pair(String alarm, String sensor) {
        return range.areaLevels() == 0
                ? new Pair(alarm, sensor, range, all)
                : new Pair(
                        alarm,
                        sensor,
                        range,
                        all,
                        areas.computeIfAbsent(range.areaOf(sensor), area -> new Scope(area, range)));
    }

    /** The figures; no further event may come. */
    public FigureReport end() {
        pairs.values().forEach(alarms -> alarms.values().forEach(Pair::end));
        List<Figures> figures = new ArrayList<>();
        areas.values().forEach(area -> figures.add(area.end()));
        return new FigureReport(range, all.end(), figures);
    }
}
