package io.tocsin.gateway.init;

import io.tocsin.engine.plan.select.TopicFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Topic filters for topics of one shape: as few as possible, none of which takes a topic of another shape. Levels that
 * differ become {@code +}; where that would take a foreign topic, the topics are split by the level with the fewest
 * different values.
 */
final class FilterChoice {
    private FilterChoice() {}

    /**
     * Filters with the topics that each takes.
     *
     * @param topics of one shape
     * @param foreign all other topics
     */
    static Map<String, List<String>> of(Collection<String> topics, Collection<String> foreign) {
        Map<Integer, List<String>> byLength = new LinkedHashMap<>();
        topics.forEach(topic -> byLength.computeIfAbsent(TopicFilter.levels(topic).length, n -> new ArrayList<>())
                .add(topic));
        Map<String, List<String>> filters = new LinkedHashMap<>();
        byLength.values().forEach(group -> choose(group, foreign, filters));
        return filters;
    }

    private static void choose(List<String> topics, Collection<String> foreign, Map<String, List<String>> filters) {
        String filter = covering(topics);
        boolean isWide = TopicFilter.isAny(TopicFilter.levels(filter)[0]) && topics.size() < 3;
        if (topics.size() == 1
                || (!isWide && foreign.stream().noneMatch(topic -> TopicFilter.matches(filter, topic)))) {
            filters.put(filter, topics);
            return;
        }
        int level = levelToSplit(topics);
        Map<String, List<String>> parts = new LinkedHashMap<>();
        topics.forEach(topic -> parts.computeIfAbsent(TopicFilter.levels(topic)[level], name -> new ArrayList<>())
                .add(topic));
        parts.values().forEach(part -> choose(part, foreign, filters));
    }

    private static int levelToSplit(List<String> topics) {
        int best = -1;
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < TopicFilter.levels(topics.get(0)).length; i++) {
            Set<String> names = new LinkedHashSet<>();
            for (String topic : topics) {
                names.add(TopicFilter.levels(topic)[i]);
            }
            if (names.size() > 1 && names.size() < fewest) {
                best = i;
                fewest = names.size();
            }
        }
        return best;
    }

    /** The filter that takes all topics of one length: a level that differs is {@code +}. */
    static String covering(List<String> topics) {
        return topics.stream().reduce(TopicFilter::covering).orElseThrow();
    }
}
