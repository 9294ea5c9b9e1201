package io.tocsin.gateway.notice;

import io.tocsin.engine.plan.select.TopicFilter;
import io.tocsin.gateway.print.Edits;
import java.util.Locale;

/** Finds the sensor whose name is most similar to a selector's filter. */
final class NearestSensor {
    /** Greatest number of compared names, to bound the cost of a suggestion. */
    private static final int MAX_COMPARED = 10_000;

    private static final int LONGEST_LEVEL = 64;

    private NearestSensor() {}

    /** The end of a message: a suggestion for a filter that matches no sensor; empty when no sensor is known. */
    static String hint(String filter, KnownSensors known) {
        String nearest = null;
        int nearestEdits = Integer.MAX_VALUE;
        for (int i = 0; i < Math.min(MAX_COMPARED, known.sourceCount()); i++) {
            String name = known.sourceName(i);
            int edits = edits(filter, name, nearestEdits);
            if (edits < nearestEdits) {
                nearest = name;
                nearestEdits = edits;
            }
        }
        for (int i = 0; i < Math.min(MAX_COMPARED, known.derivedCount()); i++) {
            String name = known.derivedName(i);
            int edits = name == null ? Integer.MAX_VALUE : edits(filter, name, nearestEdits);
            if (edits < nearestEdits) {
                nearest = name;
                nearestEdits = edits;
            }
        }
        return nearest == null ? "" : "; the nearest sensor is " + nearest;
    }

    /** Edits that make a filter match a name, at least; levels that one of them lacks count with their letters. */
    static int edits(String filter, String name, int enough) {
        String[] wanted = TopicFilter.levels(filter.toLowerCase(Locale.ROOT));
        String[] levels = TopicFilter.levels(name.toLowerCase(Locale.ROOT));
        int edits = 0;
        for (int i = 0; i < Math.max(wanted.length, levels.length) && edits < enough; i++) {
            if (i < wanted.length && TopicFilter.isRest(wanted[i])) {
                return edits;
            }
            if (i >= wanted.length) {
                edits += levels[i].length() + 1;
            } else if (i >= levels.length) {
                edits += wanted[i].length() + 1;
            } else if (!TopicFilter.isAny(wanted[i])) {
                edits += Edits.between(cut(wanted[i]), cut(levels[i]));
            }
        }
        return edits;
    }

    private static String cut(String level) {
        return level.length() <= LONGEST_LEVEL ? level : level.substring(0, LONGEST_LEVEL);
    }
}
