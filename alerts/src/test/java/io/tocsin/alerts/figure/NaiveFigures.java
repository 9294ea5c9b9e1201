package io.tocsin.alerts.figure;

import io.tocsin.alerts.figure.FigureEvent.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The figures by their definitions: every figure reads the whole history again. */
final class NaiveFigures {
    private static final long TEN = TimeUnit.MINUTES.toNanos(10);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final long DAY = TimeUnit.DAYS.toNanos(1);

    private final FigureRange range;
    private final String area;
    /** Of each alarm of a sensor, in the order of time. */
    private final Collection<List<FigureEvent>> pairs;

    private final List<FigureEvent> alarms = new ArrayList<>();

    private record Episode(FigureEvent raise, long endNs, boolean isCleared, boolean isTouched, boolean isChatter) {}

    private NaiveFigures(FigureRange range, String area, List<FigureEvent> history) {
        this.range = range;
        this.area = area;
        Map<List<String>, List<FigureEvent>> byPair = new LinkedHashMap<>();
        for (FigureEvent event : history) {
            byPair.computeIfAbsent(List.of(event.alarm(), event.sensor()), pair -> new ArrayList<>())
                    .add(event);
        }
        this.pairs = byPair.values();
        for (FigureEvent event : history) {
            if (isAlarm(byPair.get(List.of(event.alarm(), event.sensor())), event)) {
                alarms.add(event);
            }
        }
    }

    static Figures of(FigureRange range, String area, List<FigureEvent> history) {
        return new NaiveFigures(
                        range,
                        area,
                        history.stream()
                                .filter(event -> event.timeNs() < range.toNs())
                                .toList())
                .figures();
    }

    private static boolean isAlarm(List<FigureEvent> pair, FigureEvent event) {
        if (event.kind() == Kind.RAISED || event.kind() == Kind.REALARMED) {
            return event.rings();
        }
        if (event.kind() != Kind.ANNUNCIATED) {
            return false;
        }
        for (int i = pair.indexOf(event) - 1; i >= 0; i--) {
            if (pair.get(i).rings()) {
                return false;
            }
            if (pair.get(i).kind() == Kind.RAISED) {
                break;
            }
        }
        return true;
    }

    private long within(long fromNs, long toNs) {
        return alarms.stream()
                .filter(event -> event.timeNs() > fromNs && event.timeNs() <= toNs)
                .count();
    }

    private Figures figures() {
        List<FigureEvent> counted =
                alarms.stream().filter(event -> range.has(event.timeNs())).toList();
        Figures.Peak peak = Figures.Peak.NONE;
        Map<Long, Long> bins = new TreeMap<>();
        Map<String, Long> priorities = new TreeMap<>();
        for (FigureEvent event : counted) {
            long count = within(event.timeNs() - TEN, event.timeNs());
            // of alarms at one time the last one makes the count complete
            if (count > peak.count()) {
                peak = new Figures.Peak(count, event.timeNs());
            }
            bins.merge(Math.floorDiv(event.timeNs(), TEN) * TEN, 1L, Long::sum);
            priorities.merge(event.priority(), 1L, Long::sum);
        }
        Figures.Peak peakBin = bins.entrySet().stream()
                .max(Map.Entry.<Long, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(bin -> new Figures.Peak(bin.getValue(), bin.getKey()))
                .orElse(Figures.Peak.NONE);
        return new Figures(
                area,
                counted.size(),
                counted.size() * (double) TEN / range.lengthNs(),
                counted.size() / (range.lengthNs() / (double) DAY) / range.positions(),
                peakBin,
                peak,
                floods(),
                chattering(),
                episodes().stream().filter(this::isFleeting).count(),
                stale(),
                top(counted),
                priorities,
                response(),
                hidden(Kind.SHELVED, Kind.UNSHELVED),
                hidden(Kind.SUPPRESSED, Kind.UNSUPPRESSED),
                hidden(Kind.OUT_OF_SERVICE, Kind.IN_SERVICE));
    }

    private Figures.Floods floods() {
        TreeSet<Long> instants = new TreeSet<>();
        for (FigureEvent alarm : alarms) {
            instants.add(alarm.timeNs());
            instants.add(alarm.timeNs() + TEN);
        }
        long sinceNs = -1;
        long count = 0;
        long timeNs = 0;
        long longestNs = 0;
        for (long instant : instants) {
            long inWindow = within(instant - TEN, instant);
            if (sinceNs < 0 && inWindow > 10) {
                sinceNs = instant;
            } else if (sinceNs >= 0 && inWindow < 5) {
                long partNs = Math.min(instant, range.toNs()) - Math.max(sinceNs, range.fromNs());
                if (partNs > 0) {
                    count++;
                    timeNs += partNs;
                    longestNs = Math.max(longestNs, partNs);
                }
                sinceNs = -1;
            }
        }
        return new Figures.Floods(count, timeNs / (double) range.lengthNs(), longestNs);
    }

    /** Whether each raise of a pair belongs to a time of chattering. */
    private static List<Boolean> chatters(List<FigureEvent> raises) {
        List<Boolean> chatters = new ArrayList<>();
        for (int i = 0; i < raises.size(); i++) {
            long timeNs = raises.get(i).timeNs();
            chatters.add((i >= 2 && timeNs - raises.get(i - 2).timeNs() <= MINUTE)
                    || (i >= 1
                            && chatters.get(i - 1)
                            && timeNs - raises.get(i - 1).timeNs() <= MINUTE));
        }
        return chatters;
    }

    private static List<FigureEvent> raises(List<FigureEvent> pair) {
        return pair.stream().filter(event -> event.kind() == Kind.RAISED).toList();
    }

    private Figures.Chattering chattering() {
        long alarmCount = 0;
        long periods = 0;
        long raiseCount = 0;
        long timeNs = 0;
        for (List<FigureEvent> pair : pairs) {
            List<FigureEvent> raises = raises(pair);
            List<Boolean> chatters = chatters(raises);
            long before = periods;
            for (int first = 0; first < raises.size(); first++) {
                if (!chatters.get(first)) {
                    continue;
                }
                int last = first;
                while (last + 1 < raises.size()
                        && chatters.get(last + 1)
                        && raises.get(last + 1).timeNs() - raises.get(last).timeNs() <= MINUTE) {
                    last++;
                }
                long partNs = Math.min(raises.get(last).timeNs() + MINUTE, range.toNs())
                        - Math.max(raises.get(first).timeNs(), range.fromNs());
                if (partNs > 0) {
                    periods++;
                    timeNs += partNs;
                    raiseCount += raises.subList(first, last + 1).stream()
                            .filter(raise -> range.has(raise.timeNs()))
                            .count();
                }
                first = last;
            }
            alarmCount += periods > before ? 1 : 0;
        }
        return new Figures.Chattering(alarmCount, periods, raiseCount, timeNs);
    }

    private List<Episode> episodes() {
        List<Episode> episodes = new ArrayList<>();
        for (List<FigureEvent> pair : pairs) {
            List<FigureEvent> raises = raises(pair);
            List<Boolean> chatters = chatters(raises);
            for (FigureEvent raise : raises) {
                boolean isTouched = false;
                long endNs = -1;
                for (FigureEvent event : pair.subList(pair.indexOf(raise) + 1, pair.size())) {
                    if (event.kind() == Kind.CLEARED || event.kind() == Kind.RAISED) {
                        endNs = event.timeNs();
                        break;
                    }
                    isTouched |= !event.by().isEmpty();
                }
                episodes.add(new Episode(
                        raise,
                        endNs < 0 ? range.toNs() : endNs,
                        endNs >= 0,
                        isTouched,
                        chatters.get(raises.indexOf(raise))));
            }
        }
        return episodes;
    }

    private boolean isFleeting(Episode episode) {
        return episode.isCleared
                && !episode.isTouched
                && !episode.isChatter
                && range.has(episode.raise.timeNs())
                && episode.endNs - episode.raise.timeNs() < range.fleetingNs();
    }

    private Figures.Stale stale() {
        List<Episode> stale = episodes().stream()
                .filter(episode -> episode.endNs - episode.raise.timeNs() >= DAY)
                .filter(episode -> episode.raise.timeNs() + DAY < range.toNs() && episode.endNs > range.fromNs())
                .toList();
        long stillActive = stale.stream().filter(episode -> !episode.isCleared).count();
        return new Figures.Stale(
                stale.size(),
                stillActive,
                stale.stream()
                        .mapToLong(episode -> episode.endNs - episode.raise.timeNs())
                        .max()
                        .orElse(0));
    }

    private static List<Figures.Frequent> top(List<FigureEvent> counted) {
        Map<List<String>, Long> counts = new HashMap<>();
        counted.forEach(event -> counts.merge(List.of(event.alarm(), event.sensor()), 1L, Long::sum));
        return counts.entrySet().stream()
                .map(each -> new Figures.Frequent(
                        each.getKey().get(0),
                        each.getKey().get(1),
                        each.getValue(),
                        each.getValue() / (double) counted.size()))
                .sorted(Comparator.comparingLong((Figures.Frequent each) -> -each.count())
                        .thenComparing(Figures.Frequent::alarm)
                        .thenComparing(Figures.Frequent::sensor))
                .limit(10)
                .toList();
    }

    private Figures.Response response() {
        List<Long> took = new ArrayList<>();
        long overTen = 0;
        for (List<FigureEvent> pair : pairs) {
            for (int i = 0; i < pair.size(); i++) {
                if (!asks(pair, i)) {
                    continue;
                }
                int next = i + 1;
                Predicate<Integer> goesOn = j -> j < pair.size() && pair.get(j).waits() && !replaces(pair.get(j));
                while (goesOn.test(next)) {
                    next++;
                }
                long askedNs = pair.get(i).timeNs();
                long endNs = next < pair.size() ? pair.get(next).timeNs() : range.toNs();
                if (next < pair.size() && pair.get(next).kind() == Kind.ACKNOWLEDGED && range.has(endNs)) {
                    took.add(endNs - askedNs);
                }
                overTen += endNs - askedNs > TEN && range.has(askedNs + TEN) ? 1 : 0;
            }
        }
        took.sort(null);
        return new Figures.Response(
                took.size(),
                took.isEmpty() ? 0 : took.get((int) Math.ceil(took.size() * 0.5) - 1),
                took.isEmpty() ? 0 : took.get((int) Math.ceil(took.size() * 9 / 10.0) - 1),
                overTen);
    }

    /** Whether an event begins the wait anew. */
    private static boolean replaces(FigureEvent event) {
        return event.kind() == Kind.RAISED
                || (event.rings() && (event.kind() == Kind.REALARMED || event.kind() == Kind.ANNUNCIATED));
    }

    /** Whether an event asks an operator for an acknowledgement who was not asked yet. */
    private static boolean asks(List<FigureEvent> pair, int index) {
        FigureEvent event = pair.get(index);
        if (!event.waits() || !event.rings()) {
            return false;
        }
        if (replaces(event)) {
            return true;
        }
        if (event.kind() != Kind.LEVEL_CHANGED) {
            return false;
        }
        for (int i = index - 1; i >= 0 && pair.get(i).waits(); i--) {
            if (asks(pair, i)) {
                return false;
            }
            if (pair.get(i).kind() == Kind.RAISED) {
                break;
            }
        }
        return true;
    }

    private Figures.Hidden hidden(Kind begin, Kind end) {
        long count = 0;
        long timeNs = 0;
        long activeAtExpiry = 0;
        Map<String, Long> by = new TreeMap<>();
        for (List<FigureEvent> pair : pairs) {
            boolean isActive = false;
            for (int i = 0; i < pair.size(); i++) {
                FigureEvent event = pair.get(i);
                isActive = event.kind() == Kind.RAISED || (isActive && event.kind() != Kind.CLEARED);
                int next = i + 1;
                while (next < pair.size()
                        && pair.get(next).kind() != begin
                        && pair.get(next).kind() != end) {
                    next++;
                }
                if (event.kind() == begin) {
                    long endNs = next < pair.size() ? pair.get(next).timeNs() : range.toNs();
                    long partNs = Math.min(endNs, range.toNs()) - Math.max(event.timeNs(), range.fromNs());
                    if (partNs > 0) {
                        count++;
                        timeNs += partNs;
                        by.merge(event.by(), 1L, Long::sum);
                    }
                } else if (event.kind() == end && event.by().isEmpty() && isActive && range.has(event.timeNs())) {
                    activeAtExpiry++;
                }
            }
        }
        return new Figures.Hidden(count, timeNs, activeAtExpiry, by);
    }
}
