package io.tocsin.gateway.init;

import io.tocsin.gateway.sample.SampleReading;
import java.util.List;

/**
 * A topic filter with its mapping and the evidence for it.
 *
 * @param filter MQTT topic filter
 * @param shape how its messages are read
 * @param topics that were heard of it
 * @param sample the topic that is shown
 * @param lines readings of the sample's first message
 */
record FoundFilter(String filter, Shape shape, List<HeardTopic> topics, HeardTopic sample, List<SampleReading> lines) {
    /** Mean time between the messages of a topic, ns, the longest of all topics; 0 when none has three messages. */
    long meanPauseNs() {
        return topics.stream().mapToLong(HeardTopic::meanPauseNs).max().orElse(0);
    }

    /** Messages that were heard. */
    long messageCount() {
        return topics.stream().mapToLong(HeardTopic::count).sum();
    }
}
