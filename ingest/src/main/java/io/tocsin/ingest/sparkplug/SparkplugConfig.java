package io.tocsin.ingest.sparkplug;

import java.util.ArrayList;
import java.util.List;

/**
 * A Sparkplug B host application.
 *
 * @param hostId under which its state is published
 * @param groups of the edge nodes to read; empty: all
 * @param reorderTimeoutNs how long a missing sequence number may be on its way
 * @param rebirthIntervalNs the least time between two requests for the births of one edge node
 * @param commands whether to publish: requests for rebirth, and the state of the host
 */
public record SparkplugConfig(
        String hostId, List<String> groups, long reorderTimeoutNs, long rebirthIntervalNs, boolean commands) {
    /** Reorder timeout when nothing else is asked for, nanoseconds. */
    public static final long DEFAULT_REORDER_TIMEOUT_NS = 5_000_000_000L;
    /** Rebirth interval when nothing else is asked for, nanoseconds. */
    public static final long DEFAULT_REBIRTH_INTERVAL_NS = 10_000_000_000L;

    private static final String NAMESPACE = "spBv1.0/";

    public SparkplugConfig {
        groups = List.copyOf(groups);
        if (isNoLevel(hostId)) {
            throw new IllegalArgumentException("hostId must be one level of a topic, hostId=" + hostId);
        }
        for (String group : groups) {
            if (isNoLevel(group)) {
                throw new IllegalArgumentException("a group must be one level of a topic, group=" + group);
            }
        }
        if (reorderTimeoutNs <= 0 || rebirthIntervalNs <= 0) {
            throw new IllegalArgumentException("reorderTimeout and rebirthInterval must be positive, reorderTimeoutNs="
                    + reorderTimeoutNs + ", rebirthIntervalNs=" + rebirthIntervalNs);
        }
    }

    /** All groups, with the default times and with commands. */
    public SparkplugConfig(String hostId) {
        this(hostId, List.of(), DEFAULT_REORDER_TIMEOUT_NS, DEFAULT_REBIRTH_INTERVAL_NS, true);
    }

    /** This host without requests for rebirth and without a state of its own. */
    public SparkplugConfig withoutCommands() {
        return new SparkplugConfig(hostId, groups, reorderTimeoutNs, rebirthIntervalNs, false);
    }

    /** Whether a text cannot be a level of a topic that is published. */
    public static boolean isNoLevel(String text) {
        return text.isEmpty() || text.chars().anyMatch(c -> c == '/' || c == '+' || c == '#' || c < ' ');
    }

    /** Filters to subscribe to, of which no two match one topic. */
    public List<String> filters() {
        if (groups.isEmpty()) {
            return List.of(NAMESPACE + "#");
        }
        List<String> filters = new ArrayList<>();
        groups.stream().distinct().forEach(group -> filters.add(NAMESPACE + group + "/#"));
        if (commands) {
            filters.add(stateTopic());
        }
        return filters;
    }

    /** Topic of the host's state. */
    public String stateTopic() {
        return NAMESPACE + "STATE/" + hostId;
    }
}
