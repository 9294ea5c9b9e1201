package io.tocsin.gateway.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Oracle for a machine's day: an alarm's events, worked out row by row with a pencil. Slow and obvious.
 *
 * <p>An event is {@code RAISED 4.0 at 2018-12-12T…}: what happened, the value that the event tells, the time.
 */
final class MachineDay {
    /** In which order the rows are read. */
    enum Order {
        /** As they are in the file. */
        ARRIVAL,
        /** By their times; rows of one time as they are in the file. */
        SORTED
    }

    private final List<Row> rows = new ArrayList<>();

    private record Row(long timeMs, String tag, String value, boolean isBad) {
        private boolean isNumber() {
            return !isBad && value.matches("-?[0-9.]+");
        }
    }

    /**
     * One row when its turn comes.
     *
     * @param timeMs at which it counts
     */
    private record Step(Row row, long timeMs) {
        private boolean isNumber() {
            return row.isNumber();
        }

        private double number() {
            return Double.parseDouble(row.value);
        }
    }

    MachineDay(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",", -1);
            // A row without a value counts as BAD.
            boolean isBad = fields[4].equals("BAD") || fields[3].isEmpty();
            rows.add(new Row(Long.parseLong(fields[1]), fields[2], fields[3], isBad));
        }
    }

    /** The rows of some tags. In the order of arrival a row that is behind another counts at its own time. */
    private List<Step> steps(Predicate<String> tags, Order order) {
        List<Row> chosen =
                new ArrayList<>(rows.stream().filter(row -> tags.test(row.tag)).toList());
        if (order == Order.SORTED) {
            chosen.sort(Comparator.comparingLong(Row::timeMs));
        }
        return chosen.stream().map(row -> new Step(row, row.timeMs)).toList();
    }

    /** A limit alarm on one tag; what is high is the same with all signs turned. */
    List<String> limit(String tag, Order order, boolean isHigh, double limit, double deadband, long onMs, long offMs) {
        int sign = isHigh ? 1 : -1;
        List<String> events = new ArrayList<>();
        boolean isActive = false;
        Long changesAtMs = null; // when it is raised or cleared unless a sample breaks the run before
        String value = null;
        long lastMs = Long.MIN_VALUE;
        long reportedMs = Long.MIN_VALUE;
        for (Step step : steps(tag::equals, order)) {
            lastMs = Math.max(lastMs, step.timeMs);
            if (changesAtMs != null && changesAtMs < step.timeMs) {
                isActive = !isActive;
                events.add(event(isActive, value, changesAtMs));
                reportedMs = changesAtMs;
                changesAtMs = null;
            }
            long atMs = Math.max(step.timeMs, reportedMs);
            if (!step.isNumber()) {
                continue;
            }
            value = number(step);
            double distance = sign * (step.number() - limit);
            boolean wantsChange = isActive ? distance <= -deadband : distance > 0;
            if (!wantsChange) {
                changesAtMs = null;
            } else if (changesAtMs == null) {
                long delayMs = isActive ? offMs : onMs;
                if (delayMs == 0) {
                    isActive = !isActive;
                    events.add(event(isActive, value, atMs));
                    reportedMs = atMs;
                } else {
                    changesAtMs = atMs + delayMs;
                }
            }
        }
        if (changesAtMs != null && changesAtMs <= lastMs) {
            events.add(event(!isActive, value, changesAtMs));
        }
        return events;
    }

    /** The silence of one tag, or of all of them together: every good row, text or number, is a sign of life. */
    List<String> missing(Predicate<String> tags, Order order, long timeoutMs) {
        List<String> events = new ArrayList<>();
        Step sign = null;
        long signMs = Long.MIN_VALUE; // one that was overtaken makes no silence longer
        long lastMs = Long.MIN_VALUE;
        for (Step step : steps(tags, order)) {
            lastMs = Math.max(lastMs, step.timeMs);
            if (step.row.isBad) {
                continue;
            }
            if (sign != null && signMs + timeoutMs < step.timeMs) {
                events.add(event(true, said(sign), signMs + timeoutMs));
                events.add(event(false, said(step), step.timeMs));
            }
            sign = step;
            signMs = Math.max(signMs, step.timeMs);
        }
        if (sign != null && signMs + timeoutMs <= lastMs) {
            events.add(event(true, said(sign), signMs + timeoutMs));
        }
        return events;
    }

    /** The same of each tag by itself. */
    Map<String, List<String>> missingEach(Order order, long timeoutMs) {
        Map<String, List<String>> events = new LinkedHashMap<>();
        for (String tag : tags()) {
            List<String> own = missing(tag::equals, order, timeoutMs);
            if (!own.isEmpty()) {
                events.put(tag, own);
            }
        }
        return events;
    }

    /** A bad row raises, the next good one clears; events tell the last good value. */
    List<String> quality(String tag) {
        List<String> events = new ArrayList<>();
        boolean isActive = false;
        String value = null;
        long reportedMs = Long.MIN_VALUE;
        for (Step step : steps(tag::equals, Order.ARRIVAL)) {
            value = step.row.isBad ? value : said(step);
            if (step.row.isBad != isActive) {
                isActive = step.row.isBad;
                reportedMs = Math.max(step.timeMs, reportedMs);
                events.add(event(isActive, value, reportedMs));
            }
        }
        return events;
    }

    /** A row in one of some states raises, one in one of others clears. */
    List<String> state(String tag, Order order, Set<String> in, Set<String> clear) {
        List<String> events = new ArrayList<>();
        boolean isActive = false;
        long reportedMs = Long.MIN_VALUE;
        for (Step step : steps(tag::equals, order)) {
            if (!step.row.isBad && (isActive ? clear : in).contains(step.row.value)) {
                isActive = !isActive;
                reportedMs = Math.max(step.timeMs, reportedMs);
                events.add(event(isActive, said(step), reportedMs));
            }
        }
        return events;
    }

    Collection<String> tags() {
        return rows.stream().map(Row::tag).distinct().toList();
    }

    /** Good rows whose value is a text. */
    long textCount() {
        return rows.stream().filter(row -> !row.isBad && !row.isNumber()).count();
    }

    int rowCount() {
        return rows.size();
    }

    private static String event(boolean isRaised, String value, long timeMs) {
        return (isRaised ? "RAISED " : "CLEARED ") + value + " at " + Instant.ofEpochMilli(timeMs);
    }

    private static String number(Step step) {
        return Double.toString(step.number());
    }

    private static String said(Step step) {
        return step.isNumber() ? number(step) : step.row.value;
    }
}
