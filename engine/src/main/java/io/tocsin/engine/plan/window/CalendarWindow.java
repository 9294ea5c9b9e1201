package io.tocsin.engine.plan.window;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/**
 * Days or shifts by the clock on the wall: a window goes from one of the times of day to the next. On the days the
 * clocks change some are an hour longer or shorter.
 *
 * @param zone where the wall is
 * @param starts times of day at which a window begins, ascending, at least one; midnight alone gives days
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
            throw new IllegalArgumentException("a calendar window needs a time of day to begin at");
        }
    }

    @Override
    public String type() {
        return "calendar";
    }
}
