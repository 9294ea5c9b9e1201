package io.tocsin.gateway.sample;

import io.tocsin.gateway.print.Numbers;
import io.tocsin.gateway.print.Times;
import java.util.Locale;

/** Readings as lines that tests compare: {@code sensor | time | value | quality | unit}. */
public final class SampleLines {
    /** Shown for a reading without an event time. */
    public static final String RECEIVE_TIME = "receive time";

    private SampleLines() {}

    /** The line of a reading. */
    public static String of(SampleReading reading) {
        String value = reading.text() != null
                ? '"' + reading.text() + '"'
                : reading.hasValue() ? Numbers.plain(reading.number()) : "-";
        return line(
                reading.sensor(),
                reading.hasTime() ? Times.exact(reading.eventTimeNs()) : RECEIVE_TIME,
                value,
                reading.quality().name().toLowerCase(Locale.ROOT),
                reading.unit() == null ? "" : reading.unit());
    }

    /** The line of these parts. */
    public static String line(String sensor, String time, String value, String quality, String unit) {
        return String.join(" | ", sensor, time, value, quality, unit).strip();
    }
}
