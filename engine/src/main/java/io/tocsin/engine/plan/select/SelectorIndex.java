package io.tocsin.engine.plan.select;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of many selectors select a sensor: a tree of the levels of their filters. A look-up follows the levels of the
 * name, so it costs what the name is long and what it finds, however many selectors there are.
 *
 * <p>Selectors are added once; look-ups allocate. Any number of threads may look up when nobody adds any more.
 */
public final class SelectorIndex {
    private static final int[] NOTHING = {};

    private final Level root = new Level();

    /** The filters that share their first levels. */
    private static final class Level {
        private final Map<String, Level> named = new HashMap<>();
        /** Behind a {@code +}. */
        private Level any;

        private final List<Integer> ending = new ArrayList<>();
        /** Of filters that end here with {@code #}. */
        private final List<Integer> rest = new ArrayList<>();
    }

    /**
     * Adds a selector.
     *
     * @param entry stands for it in what look-ups give
     */
    public void add(int entry, SensorSelector selector) {
        for (String filter : selector.filters()) {
            String[] levels = TopicFilter.levels(filter);
            Level level = root;
            for (int i = 0; i < levels.length; i++) {
                if (TopicFilter.isRest(levels[i])) {
                    break;
                }
                level = next(level, levels[i]);
            }
            (TopicFilter.isOpen(filter) ? level.rest : level.ending).add(entry);
        }
    }

    private static Level next(Level level, String name) {
        if (!TopicFilter.isAny(name)) {
            return level.named.computeIfAbsent(name, absent -> new Level());
        }
        if (level.any == null) {
            level.any = new Level();
        }
        return level.any;
    }

    /**
     * The entries of all selectors that {@linkplain SensorSelector#matches select} a sensor, ascending, each once.
     *
     * @param sensorName name of the sensor
     */
    public int[] matches(String sensorName) {
        List<Integer> found = new ArrayList<>();
        String[] levels = TopicFilter.levels(sensorName);
        if (sensorName.startsWith("$")) {
            // Filters that begin with a wildcard match none of the broker's own topics.
            Level named = root.named.get(levels[0]);
            if (named != null) {
                collect(named, levels, 1, found);
            }
        } else {
            collect(root, levels, 0, found);
        }
        if (found.isEmpty()) {
            return NOTHING;
        }
        int[] entries = new int[found.size()];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = found.get(i);
        }
        return distinct(entries);
    }

    private static void collect(Level level, String[] levels, int index, List<Integer> found) {
        found.addAll(level.rest);
        if (index == levels.length) {
            found.addAll(level.ending);
            return;
        }
        Level named = level.named.get(levels[index]);
        if (named != null) {
            collect(named, levels, index + 1, found);
        }
        if (level.any != null) {
            collect(level.any, levels, index + 1, found);
        }
    }

    private static int[] distinct(int[] entries) {
        Arrays.sort(entries);
        int count = 1;
        for (int i = 1; i < entries.length; i++) {
            if (entries[i] != entries[i - 1]) {
                entries[count++] = entries[i];
            }
        }
        return count == entries.length ? entries : Arrays.copyOf(entries, count);
    }
}
