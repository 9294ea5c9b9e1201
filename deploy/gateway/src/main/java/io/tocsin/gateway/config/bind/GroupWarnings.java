package io.tocsin.gateway.config.bind;

import io.tocsin.engine.plan.select.TopicFilter;
import io.tocsin.gateway.config.schema.Template;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.Problems;
import java.util.List;

/** Warns of group keys that can run but are probably mistakes, for a configuration without errors. */
final class GroupWarnings {
    private final Problems problems;

    GroupWarnings(Problems problems) {
        this.problems = problems;
    }

    /**
     * Warns of a key with more levels than any sensor's name.
     *
     * @param groupBy item of the key's template
     * @param filter selector of the sensors
     * @param sensors the sensors of the sources and of the streams above, as filters
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
