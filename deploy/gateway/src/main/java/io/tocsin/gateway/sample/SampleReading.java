package io.tocsin.gateway.sample;

import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.decode.EventTime;

/**
 * One reading of a message.
 *
 * @param sensor its name
 * @param eventTimeNs epoch nanoseconds; {@link EventTime#ABSENT}: the receive time
 * @param number the value; NaN when it is a text, or when the reading has none
 * @param text the value as a text, or null
 * @param unit of the value, or null
 */
public record SampleReading(String sensor, long eventTimeNs, double number, String text, Quality quality, String unit) {
    /** Whether the message has an event time for it. */
    public boolean hasTime() {
        return eventTimeNs != EventTime.ABSENT;
    }

    /** Whether it has a number or a text. */
    public boolean hasValue() {
        return text != null || !Double.isNaN(number);
    }
}
