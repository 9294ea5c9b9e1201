package io.tocsin.gateway.sample;

import java.util.List;

/**
 * Content of a message as one source reads it.
 *
 * @param source name of the source
 * @param filter the topic filter that takes the message
 * @param readings in the order of the message
 * @param losses why the message, or some of its readings, are lost: a line each, with the counter that counts it
 */
public record Sample(String source, String filter, List<SampleReading> readings, List<String> losses) {
    public Sample {
        readings = List.copyOf(readings);
        losses = List.copyOf(losses);
    }
}
