package io.tocsin.gateway.init;

import java.util.ArrayList;
import java.util.List;

/** Messages that were heard on one topic: their number and times, and the first few. One thread. */
final class HeardTopic {
    /** The most messages that are kept of a topic. */
    static final int MAX_KEPT = 8;

    private final String topic;
    private final List<byte[]> payloads = new ArrayList<>();
    private long count;
    private long retainedCount;
    private long firstNs;
    private long lastNs;
    private long longestPauseNs;

    HeardTopic(String topic) {
        this.topic = topic;
    }

    /** Notes a message. */
    void add(byte[] payload, boolean isRetained, long nowNs) {
        if (isRetained) {
            retainedCount++;
        } else {
            longestPauseNs = count == 0 ? 0 : Math.max(longestPauseNs, nowNs - lastNs);
            firstNs = count == 0 ? nowNs : firstNs;
            lastNs = nowNs;
            count++;
        }
        if (payloads.size() < MAX_KEPT) {
            payloads.add(payload);
        }
    }

    String topic() {
        return topic;
    }

    List<byte[]> payloads() {
        return payloads;
    }

    /** Messages that came live, not those that the broker had kept. */
    long count() {
        return count;
    }

    /** Whether all messages were retained ones. */
    boolean isOnlyRetained() {
        return count == 0 && retainedCount > 0;
    }

    /** Mean time between live messages, ns; 0 when there were fewer than three. */
    long meanPauseNs() {
        return count < 3 ? 0 : (lastNs - firstNs) / (count - 1);
    }

    /** The longest time between two live messages, ns. */
    long longestPauseNs() {
        return longestPauseNs;
    }
}
