package io.tocsin.engine.plan.window;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Days or shifts by local time: a window extends from one of the times of day to the next. When the clocks change, some
 * windows are longer or shorter, usually by an hour.
 *
 * @param zone of the local time
 * @param starts times of day at which a window begins, ascending, at least one; midnight alone makes windows of days
 */
public record CalendarWindow(ZoneId zone, List<LocalTime> starts) implements Window {
    public CalendarWindow {
        starts = List.copyOf(starts);
        for (int i = 1; i < starts.size(); i++) {
            if (!starts.get(i - 1).isBefore(starts.get(i))) {
                throw new IllegalArgumentException("times of day must ascend, starts=" + starts);
            }
        }
        if (starts.isEmpty()) {
            throw new IllegalArgumentException("a calendar window needs at least one start, a time of day");
        }
    }

    /** By the times of day; the change of the clocks may shorten a window. */
    @Override
    public long stepNs() {
        long lastNs = starts.get(starts.size() - 1).toNanoOfDay();
        long leastNs = starts.get(0).toNanoOfDay() + TimeUnit.DAYS.toNanos(1) - lastNs;
        for (int i = 1; i < starts.size(); i++) {
            long lengthNs = starts.get(i).toNanoOfDay() - starts.get(i - 1).toNanoOfDay();
            leastNs = Math.min(leastNs, lengthNs);
        }
        return leastNs;
    }

    @Override
    public String type() {
        return "calendar";
    }
}
