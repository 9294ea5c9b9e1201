package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.select.TopicFilter;
import java.util.Set;
import java.util.TreeSet;

/**
 * The number of levels in the names of a stream's sensors. A filter needs it to distinguish {@code stream/key/avg} from
 * {@code stream/key/max}.
 *
 * @param counts all possible numbers; empty when unknown, because a filter ends in {@code #}
 */
record Levels(Set<Integer> counts) {
    private static final Levels UNKNOWN = new Levels(Set.of());

    static Levels of(String... filters) {
        Set<Integer> counts = new TreeSet<>();
        for (String filter : filters) {
            if (TopicFilter.isOpen(filter)) {
                return UNKNOWN;
            }
            counts.add(countOf(filter));
        }
        return new Levels(counts);
    }

    /** Levels of the keys that a template produces. */
    static Levels ofKeys(String template) {
        return new Levels(Set.of(countOf(template)));
    }

    boolean isKnown() {
        return !counts.isEmpty();
    }

    Levels and(Levels other) {
        if (!isKnown() || !other.isKnown()) {
            return UNKNOWN;
        }
        Set<Integer> both = new TreeSet<>(counts);
        both.addAll(other.counts);
        return new Levels(both);
    }

    /** These levels plus one. */
    Levels below() {
        Set<Integer> more = new TreeSet<>();
        counts.forEach(count -> more.add(count + 1));
        return new Levels(more);
    }

    private static int countOf(String name) {
        return TopicFilter.levels(name).length;
    }
}
