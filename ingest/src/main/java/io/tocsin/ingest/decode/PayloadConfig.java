package io.tocsin.ingest.decode;

import java.util.List;

/**
 * How a payload becomes readings.
 *
 * @param format {@code number} or {@code json}
 * @param values JSON member paths ({@code data.temp}) with a value each; one sensor per member; empty for number
 * @param time JSON member path of the event time, or null: the receive time
 * @param timeUnit unit of the event time
 * @param quality JSON member path of the quality and its codes, or null: GOOD
 * @param numbersOnly whether a text that is no number is an error instead of a reading
 */
public record PayloadConfig(
        Format format,
        List<String> values,
        String time,
        TimeUnits timeUnit,
        QualityMapping quality,
        boolean numbersOnly) {
    /** Payload formats. */
    public enum Format {
        /** The whole payload is one decimal number or true or false. */
        NUMBER,
        JSON
    }

    /** A payload that accepts texts, and qualities without configured codes. */
    public PayloadConfig(Format format, List<String> values, String time, TimeUnits timeUnit, String quality) {
        this(format, values, time, timeUnit, QualityMapping.unsaid(quality), false);
    }

    public PayloadConfig {
        values = List.copyOf(values);
        if (format == Format.JSON && values.isEmpty()) {
            throw new IllegalArgumentException("payload json needs at least one value member, values=" + values);
        }
        if (format == Format.NUMBER && (!values.isEmpty() || time != null || quality != null)) {
            throw new IllegalArgumentException("payload number has no members: value, time and quality must be absent");
        }
    }
}
