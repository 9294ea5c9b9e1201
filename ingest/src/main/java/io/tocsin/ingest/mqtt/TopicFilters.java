package io.tocsin.ingest.mqtt;

import io.tocsin.engine.plan.select.TopicFilter;
import java.util.ArrayList;
import java.util.List;

/**
 * Topic filters to subscribe to, so that no message comes twice.
 *
 * <p>A broker may deliver a message once for every subscription that matches it (MQTT 5, section 3.3.4; Mosquitto
 * does), and nothing in a 3.1.1 message says for which one. So subscriptions must not overlap: a filter that another
 * covers is not subscribed to, and two that overlap in part are replaced by the narrowest filter that covers both.
 * Messages that then come without being asked for are ignored. The first configured filter that matches a topic decides
 * how it is read.
 */
final class TopicFilters {
    private TopicFilters() {}

    /** Filters that cover all of the given ones and of which no two match one topic. */
    static List<String> disjoint(List<String> filters) {
        List<String> result = new ArrayList<>(filters);
        for (int i = 0; i < result.size(); i++) {
            for (int j = i + 1; j < result.size(); j++) {
                if (TopicFilter.overlap(result.get(i), result.get(j))) {
                    String other = result.remove(j);
                    result.set(i, TopicFilter.covering(result.get(i), other));
                    // The wider filter may overlap with any other.
                    i = -1;
                    break;
                }
            }
        }
        return result;
    }
}
