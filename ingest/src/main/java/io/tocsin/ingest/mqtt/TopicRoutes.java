package io.tocsin.ingest.mqtt;

import io.tocsin.engine.pipeline.Intake;
import io.tocsin.ingest.mapping.TopicLevels;
import io.tocsin.ingest.tally.InputTally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Routes of topics and the ids of their sensors. Topics that had a reading are remembered, so that a message on one
 * costs a look-up and no text. Bounded: as many topics as there may be sensors, none longer than a sensor's name;
 * others are worked out again every time. The reading thread only.
 */
final class TopicRoutes {
    private static final int MAX_TOPIC_LENGTH = 1_024;

    private final List<TopicRoute> routes = new ArrayList<>();
    private final Map<String, Binding> bindings = new HashMap<>();
    private final int maxBindings;

    /** A topic's route, its levels, and the ids of the sensors whose names it decides. The reading thread only. */
    static final class Binding {
        private final TopicRoute route;
        private final TopicLevels levels;
        private final int[] sensorIds;
        private boolean mayBeEvicted;
        private boolean isRemembered;

        private Binding(TopicRoute route, TopicLevels levels) {
            this.route = route;
            this.levels = levels;
            this.sensorIds = new int[route.fixedNameCount()];
            Arrays.fill(sensorIds, Intake.UNKNOWN);
        }

        TopicRoute route() {
            return route;
        }

        TopicLevels levels() {
            return levels;
        }

        /** The sensor of a fixed name, or {@link Intake#UNKNOWN}. */
        int sensorId(int fixedName) {
            return sensorIds[fixedName];
        }

        /**
         * Remembers the sensor of a fixed name.
         *
         * @param isEvictable whether it may be evicted
         */
        void remember(int fixedName, int sensorId, boolean isEvictable) {
            sensorIds[fixedName] = sensorId;
            mayBeEvicted |= isEvictable;
        }

        /** Whether one of the sensors may be evicted. */
        boolean mayBeEvicted() {
            return mayBeEvicted;
        }

        /** Whether the topic has been remembered. */
        boolean isRemembered() {
            return isRemembered;
        }

        private boolean hasOne(IntPredicate unwanted) {
            return Arrays.stream(sensorIds).anyMatch(id -> id >= 0 && unwanted.test(id));
        }
    }

    TopicRoutes(List<TopicRoute> routes, int maxSensors) {
        this.routes.addAll(routes);
        maxBindings = maxSensors;
    }

    /** Tallies of each filter. */
    List<InputTally> tallies() {
        return routes.stream().map(TopicRoute::tally).toList();
    }

    /** Route and sensors of a topic; null when no route matches. Allocates for a topic that is not remembered. */
    Binding find(String topic) {
        Binding known = bindings.get(topic);
        if (known != null) {
            return known;
        }
        TopicRoute route = routeOf(topic);
        return route == null ? null : new Binding(route, new TopicLevels(topic));
    }

    /** Remembers a topic that had a reading, when there is room. */
    void remember(String topic, Binding binding) {
        binding.isRemembered = true;
        if (bindings.size() < maxBindings && topic.length() <= MAX_TOPIC_LENGTH) {
            bindings.put(topic, binding);
        }
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
     * Forgets the topics one of whose sensors was evicted; when there is no room, also those of which no sensor is
     * remembered.
     *
     * @param isEvicted whether a sensor was
     */
    void forgetEvicted(IntPredicate isEvicted) {
        boolean isFull = bindings.size() == maxBindings;
        bindings.values()
                .removeIf(binding -> (binding.mayBeEvicted && binding.hasOne(isEvicted))
                        || (isFull && binding.sensorIds.length == 0));
    }

    /** The most readings that a message of any route can have; {@link Integer#MAX_VALUE} without a bound. */
    int maxReadings() {
        return routes.stream().mapToInt(TopicRoute::maxReadings).max().orElse(1);
    }
}
