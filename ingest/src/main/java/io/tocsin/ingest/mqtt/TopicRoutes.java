package io.tocsin.ingest.mqtt;

import io.tocsin.ingest.tally.InputTally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * From a topic to its route and its sensors' ids. Topics whose sensors are all known are remembered, so that a message
 * on one costs a look-up and no text. Bounded: as many topics as there may be sensors, none longer than a sensor's
 * name; others are worked out again every time. The reading thread only.
 */
final class TopicRoutes {
    private static final int MAX_TOPIC_LENGTH = 1_024;

    private final List<TopicRoute> routes = new ArrayList<>();
    private final Map<String, Binding> bindings = new HashMap<>();
    private final int maxBindings;

    /** A topic's route, and the sensor id of each member. */
    static final class Binding {
        private final TopicRoute route;
        private final int[] sensorIds;
        private final boolean mayBeEvicted;

        private Binding(TopicRoute route, int[] sensorIds, boolean mayBeEvicted) {
            this.route = route;
            this.sensorIds = sensorIds;
            this.mayBeEvicted = mayBeEvicted;
        }

        TopicRoute route() {
            return route;
        }

        int sensorId(int memberIndex) {
            return sensorIds[memberIndex];
        }

        /** Whether one of the sensors may be evicted. */
        boolean mayBeEvicted() {
            return mayBeEvicted;
        }

        private boolean hasOne(IntPredicate wanted) {
            return Arrays.stream(sensorIds).anyMatch(wanted);
        }
    }

    TopicRoutes(String sourceName, List<TopicConfig> topics, int maxSensors) {
        for (TopicConfig topic : topics) {
            routes.add(new TopicRoute(sourceName, topic));
        }
        maxBindings = maxSensors;
    }

    /** Tallies of each filter. */
    List<InputTally> tallies() {
        return routes.stream().map(TopicRoute::tally).toList();
    }

    /** Route of a known topic, or null. */
    Binding known(String topic) {
        return bindings.get(topic);
    }

    /** The first configured route that matches, or null. */
    TopicRoute routeOf(String topic) {
        for (TopicRoute route : routes) {
            if (route.matches(topic)) {
                return route;
            }
        }
        return null;
    }

    /**
     * Remembers a topic whose sensors are all known, when there is room.
     *
     * @param mayBeEvicted whether a sensor may be evicted
     */
    void remember(String topic, TopicRoute route, int[] sensorIds, IntPredicate mayBeEvicted) {
        if (bindings.size() < maxBindings && topic.length() <= MAX_TOPIC_LENGTH) {
            int[] ids = Arrays.copyOf(sensorIds, route.memberCount());
            bindings.put(topic, new Binding(route, ids, Arrays.stream(ids).anyMatch(mayBeEvicted)));
        }
    }

    /**
     * Forgets the topics one of whose sensors was evicted.
     *
     * @param isEvicted whether a sensor was
     */
    void forgetEvicted(IntPredicate isEvicted) {
        bindings.values().removeIf(binding -> binding.mayBeEvicted() && binding.hasOne(isEvicted));
    }

    /** The most members any route has. */
    int maxMemberCount() {
        int max = 1;
        for (TopicRoute route : routes) {
            max = Math.max(max, route.memberCount());
        }
        return max;
    }
}
