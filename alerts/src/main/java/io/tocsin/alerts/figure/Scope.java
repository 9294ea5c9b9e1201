package io.tocsin.alerts.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Counts of one area. Times come in order. Keeps 8 bytes for each acknowledgement of the period. */
final class Scope {
    static final long TEN_MINUTES_NS = TimeUnit.MINUTES.toNanos(10);

    private static final int FLOOD_ABOVE = 10;
    private static final int FLOOD_UNTIL_BELOW = 5;
    private static final long NO_FLOOD = Long.MIN_VALUE;
    private static final int TOP = 10;

    private final String area;
    private final FigureRange range;
    private final TimeWindow window = new TimeWindow();
    private final Map<Pair, Long> byPair = new LinkedHashMap<>();
    private final Map<String, Long> priorities = new TreeMap<>();
    private final Set<Pair> chatterers = new HashSet<>();
    private final HiddenCount[] hidden = {new HiddenCount(), new HiddenCount(), new HiddenCount()};
    private long alarms;
    private long binStartNs;
    private long binCount;
    private Figures.Peak peakBin = Figures.Peak.NONE;
    private Figures.Peak peak = Figures.Peak.NONE;
    private long floodSinceNs = NO_FLOOD;
    private long floods;
    private long floodNs;
    private long longestFloodNs;
    private long chatterPeriods;
    private long chatterRaises;
    private long chatterNs;
    private long fleeting;
    private long stale;
    private long stillStale;
    private long longestStaleNs;
    private long[] responsesNs = new long[16];
    private int responses;
    private long overTenMinutes;

    /** Counts of shelves, suppressions or alarms out of service. */
    private static final class HiddenCount {
        private long count;
        private long timeNs;
        private long activeAtExpiry;
        private final Map<String, Long> by = new TreeMap<>();

        private Figures.Hidden figures() {
            return new Figures.Hidden(count, timeNs, activeAtExpiry, new TreeMap<>(by));
        }
    }

    Scope(String area, FigureRange range) {
        this.area = area;
        this.range = range;
    }

    /** Counts an alarm; one before the period may be part of a flood or peak in the period. */
    void onAlarm(long timeNs, Pair pair, String priority) {
        endFloodBefore(timeNs);
        window.removeUpTo(timeNs - TEN_MINUTES_NS);
        window.add(timeNs);
        if (floodSinceNs == NO_FLOOD && window.count() > FLOOD_ABOVE) {
            floodSinceNs = timeNs;
        }
        if (!range.has(timeNs)) {
            return;
        }
        alarms++;
        byPair.merge(pair, 1L, Long::sum);
        priorities.merge(priority, 1L, Long::sum);
        if (window.count() > peak.count()) {
            peak = new Figures.Peak(window.count(), timeNs);
        }
        long startNs = Math.floorDiv(timeNs, TEN_MINUTES_NS) * TEN_MINUTES_NS;
        binCount = startNs == binStartNs ? binCount + 1 : 1;
        binStartNs = startNs;
        if (binCount > peakBin.count()) {
            peakBin = new Figures.Peak(binCount, startNs);
        }
    }

    /** Ends the flood if fewer than five alarms are left before a time. */
    private void endFloodBefore(long timeNs) {
        if (floodSinceNs == NO_FLOOD) {
            return;
        }
        // A flood has had eleven alarms, and the window still has those of its last ten minutes.
        long endNs = window.newest(FLOOD_UNTIL_BELOW) + TEN_MINUTES_NS;
        if (endNs < timeNs) {
            endFlood(endNs);
        }
    }

    private void endFlood(long endNs) {
        if (range.meets(floodSinceNs, endNs)) {
            long partNs = range.partNs(floodSinceNs, endNs);
            floods++;
            floodNs += partNs;
            longestFloodNs = Math.max(longestFloodNs, partNs);
        }
        floodSinceNs = NO_FLOOD;
    }

    void onResponse(long ns) {
        if (responses == responsesNs.length) {
            responsesNs = Arrays.copyOf(responsesNs, responses * 2);
        }
        responsesNs[responses++] = ns;
    }

    void onOverTenMinutes() {
        overTenMinutes++;
    }

    void onFleeting() {
        fleeting++;
    }

    void onStale(long ns, boolean isStillActive) {
        stale++;
        stillStale += isStillActive ? 1 : 0;
        longestStaleNs = Math.max(longestStaleNs, ns);
    }

    void onChatter(Pair pair, long raises, long ns) {
        chatterers.add(pair);
        chatterPeriods++;
        chatterRaises += raises;
        chatterNs += ns;
    }

    void onHidden(int way, long ns, String by) {
        HiddenCount count = hidden[way];
        count.count++;
        count.timeNs += ns;
        count.by.merge(by, 1L, Long::sum);
    }

    void onActiveAtExpiry(int way) {
        hidden[way].activeAtExpiry++;
    }

    /** The figures; all events before the period's end have come. */
    Figures end() {
        if (floodSinceNs != NO_FLOOD) {
            endFlood(Math.min(range.toNs(), window.newest(FLOOD_UNTIL_BELOW) + TEN_MINUTES_NS));
        }
        Arrays.sort(responsesNs, 0, responses);
        double days = range.lengthNs() / (double) TimeUnit.DAYS.toNanos(1);
        return new Figures(
                area,
                alarms,
                alarms * (double) TEN_MINUTES_NS / range.lengthNs(),
                alarms / days / range.positions(),
                peakBin,
                peak,
                new Figures.Floods(floods, floodNs / (double) range.lengthNs(), longestFloodNs),
                new Figures.Chattering(chatterers.size(), chatterPeriods, chatterRaises, chatterNs),
                fleeting,
                new Figures.Stale(stale, stillStale, longestStaleNs),
                top(),
                new TreeMap<>(priorities),
                new Figures.Response(responses, rank(50), rank(90), overTenMinutes),
                hidden[Pair.SHELF].figures(),
                hidden[Pair.SUPPRESSION].figures(),
                hidden[Pair.SERVICE].figures());
    }

    private long rank(int percent) {
        return responses == 0 ? 0 : responsesNs[(int) (((long) responses * percent + 99) / 100) - 1];
    }

    private List<Figures.Frequent> top() {
        List<Map.Entry<Pair, Long>> entries = new ArrayList<>(byPair.entrySet());
        entries.sort(Map.Entry.<Pair, Long>comparingByValue()
                .reversed()
                .thenComparing(
                        Map.Entry::getKey, Comparator.comparing(Pair::alarm).thenComparing(Pair::sensor)));
        return entries.stream()
                .limit(TOP)
                .map(entry -> new Figures.Frequent(
                        entry.getKey().alarm(),
                        entry.getKey().sensor(),
                        entry.getValue(),
                        entry.getValue() / (double) alarms))
                .toList();
    }
}
