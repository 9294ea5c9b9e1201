package io.tocsin.gateway.config.bind;

import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CalendarWindow;
import io.tocsin.engine.plan.window.CountWindow;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.plan.window.RollingWindow;
import io.tocsin.engine.plan.window.SessionWindow;
import io.tocsin.engine.plan.window.StateWindow;
import io.tocsin.engine.plan.window.Window;
import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.StreamKeys;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.Problems;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads the {@code window} of a stream. */
final class WindowBinder {
    private static final long DAY_NS = TimeUnit.DAYS.toNanos(1);

    private final BindContext context;
    private final Problems problems;

    WindowBinder(BindContext context) {
        this.context = context;
        this.problems = context.problems();
    }

    /**
     * @return the window, or null when it has errors
     */
    Window bind(Item item) {
        Item typeItem = item.isMapping() ? item.child(StreamKeys.TYPE.name()) : null;
        String type =
                typeItem != null && typeItem.isScalar() ? typeItem.scalar().text() : "";
        if (!StreamKeys.TYPES.contains(type)) {
            // the possible keys depend on the type, so no other key can be checked
            if (typeItem == null || !typeItem.isScalar()) {
                new SectionReader(item, StreamKeys.ANY_WINDOW, problems).get(StreamKeys.TYPE);
            } else {
                context.attempt(typeItem, () -> StreamKeys.TYPE.type().parse(typeItem.scalar()));
            }
            return null;
        }
        int errorsBefore = problems.errorCount();
        SectionReader keys = new SectionReader(item, StreamKeys.window(type), problems);
        Window window = context.attempt(item, () -> read(type, keys));
        return problems.errorCount() > errorsBefore ? null : window;
    }

    private Window read(String type, SectionReader keys) {
        return switch (type) {
            case StreamKeys.TUMBLING -> tumbling(keys);
            case StreamKeys.SLIDING -> sliding(keys);
            case StreamKeys.SESSION -> session(keys);
            case StreamKeys.COUNT -> count(keys);
            case StreamKeys.STATE -> state(keys);
            case StreamKeys.CUMULATIVE -> cumulative(keys);
            case StreamKeys.ROLLING -> rolling(keys);
            default -> calendar(keys);
        };
    }

    private Window tumbling(SectionReader keys) {
        Long sizeNs = keys.get(StreamKeys.SIZE);
        long offsetNs = keys.get(StreamKeys.OFFSET);
        ZoneId zone = keys.get(StreamKeys.ZONE);
        if (sizeNs == null) {
            return null;
        }
        if (zone == null) {
            return new AlignedWindow(sizeNs, sizeNs, offsetNs % sizeNs);
        }
        if (sizeNs > DAY_NS) {
            problems.error(keys.item(StreamKeys.SIZE), "must be at most 1d with a zone");
            return null;
        }
        if (offsetNs > 0 && DAY_NS % sizeNs != 0) {
            problems.error(keys.item(StreamKeys.OFFSET), "with a zone needs a size that divides a day");
            return null;
        }
        List<LocalTime> starts = new ArrayList<>();
        for (long startNs = offsetNs % sizeNs; startNs < DAY_NS; startNs += sizeNs) {
            starts.add(LocalTime.ofNanoOfDay(startNs));
        }
        return new CalendarWindow(zone, starts);
    }

    private static Window sliding(SectionReader keys) {
        Long sizeNs = keys.get(StreamKeys.SIZE);
        Long slideNs = keys.get(StreamKeys.SLIDE);
        long offsetNs = keys.get(StreamKeys.OFFSET);
        if (sizeNs == null || slideNs == null) {
            return null;
        }
        if (slideNs > sizeNs) {
            throw new IllegalArgumentException(
                    "the slide must not be longer than the size, or readings between two windows would be in no"
                            + " window");
        }
        return new AlignedWindow(sizeNs, slideNs, offsetNs % slideNs);
    }

    private static Window session(SectionReader keys) {
        Long gapNs = keys.get(StreamKeys.GAP);
        Long gapPerUnitNs = keys.get(StreamKeys.GAP_PER_UNIT);
        if ((gapNs == null) == (gapPerUnitNs == null)) {
            throw new IllegalArgumentException("needs either gap or gapPerUnit");
        }
        return new SessionWindow(gapNs == null ? 0 : gapNs, gapPerUnitNs == null ? 0 : gapPerUnitNs);
    }

    private static Window count(SectionReader keys) {
        Long size = keys.get(StreamKeys.COUNT_SIZE);
        Long slide = keys.get(StreamKeys.COUNT_SLIDE);
        if (size == null) {
            return null;
        }
        if (slide != null && slide > size) {
            throw new IllegalArgumentException("every must be at most count");
        }
        return new CountWindow(size.intValue(), slide == null ? size.intValue() : slide.intValue());
    }

    private static Window state(SectionReader keys) {
        Double least = keys.get(StreamKeys.LEAST);
        Double greatest = keys.get(StreamKeys.GREATEST);
        if (least == null && greatest == null) {
            throw new IllegalArgumentException("needs min, max or both");
        }
        return new StateWindow(
                least == null ? Double.NEGATIVE_INFINITY : least,
                greatest == null ? Double.POSITIVE_INFINITY : greatest);
    }

    private static Window cumulative(SectionReader keys) {
        Long sizeNs = keys.get(StreamKeys.SIZE);
        Long stepNs = keys.get(StreamKeys.STEP);
        long offsetNs = keys.get(StreamKeys.OFFSET);
        if (sizeNs == null || stepNs == null) {
            return null;
        }
        if (sizeNs % stepNs != 0) {
            throw new IllegalArgumentException("the step must divide the size");
        }
        return new CumulativeWindow(sizeNs, stepNs, offsetNs % sizeNs);
    }

    private static Window rolling(SectionReader keys) {
        Long sizeNs = keys.get(StreamKeys.SIZE);
        return sizeNs == null ? null : new RollingWindow(sizeNs);
    }

    private static Window calendar(SectionReader keys) {
        ZoneId zone = keys.get(StreamKeys.CALENDAR_ZONE);
        List<LocalTime> starts = keys.getAll(StreamKeys.STARTS);
        return zone == null ? null : new CalendarWindow(zone, starts.isEmpty() ? List.of(LocalTime.MIDNIGHT) : starts);
    }
}
