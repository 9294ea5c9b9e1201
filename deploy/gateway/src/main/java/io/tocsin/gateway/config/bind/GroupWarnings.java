package io.tocsin.gateway.config.bind;

import io.tocsin.engine.plan.select.TopicFilter;
import io.tocsin.gateway.config.schema.Template;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.Problems;
import java.util.List;

/** Keys of groups that can run and are probably not meant: for a configuration without errors. */
final class GroupWarnings {
    private final Problems problems;

    GroupWarnings(Problems problems) {
        this.problems = problems;
    }

    /**
     * A key of which no sensor's name has all levels.
     *
     * @param groupBy where the key's template is
     * @param filter which sensors
     * @param sensors what the sources and the streams above give, as filters
     */
    void of(Item groupBy, String filter, List<String> sensors) {
        int needed = Template.placeholders(groupBy.scalar().text()).stream()
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
        int most = sensors.stream()
                .filter(sensor -> TopicFilter.overlap(filter, sensor))
                .mapToInt(sensor -> Math.min(TopicFilter.levelCount(filter), TopicFilter.levelCount(sensor)))
                .max()
                .orElse(Integer.MAX_VALUE);
        if (needed > most) {
            problems.warn(
                    groupBy,
                    "no selected sensor has a level {" + needed + "}: names that " + filter + " selects have at most"
                            + " " + most
                            + " levels, so the group is empty");
        }
    }
}
