package io.tocsin.ingest.payload;

import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.decode.QualityMapping;
import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.mapping.Mapping;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.mapping.PayloadReader;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.TimeConfig;
import io.tocsin.ingest.mapping.TopicLevels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Payload configurations and readings for tests. */
public final class Payloads {
    private static final TopicLevels TOPIC = new TopicLevels("a/b");

    private Payloads() {}

    /** A JSON object with values; {@code time} and {@code quality} are paths or null. */
    public static PayloadConfig json(List<String> values, String time, TimeUnits unit, String quality) {
        return json(values, time, unit, QualityMapping.unsaid(quality), ValueRule.PLAIN);
    }

    public static PayloadConfig json(
            List<String> values, String time, TimeUnits unit, QualityMapping quality, ValueRule rule) {
        TimeConfig timeConfig = time == null ? null : TimeConfig.at(time, TimeFormat.of(unit));
        return PayloadConfig.json(Mapping.of(values, rule, timeConfig, quality));
    }

    /** A payload that is one number, boolean or text. */
    public static PayloadConfig number() {
        return PayloadConfig.number(ValueRule.PLAIN);
    }

    /** Reads one message under the topic {@code a/b}. */
    public static Readings read(PayloadConfig config, byte[] payload) {
        return read(config.reader(NameTemplate.parse("{topic}")), payload);
    }

    public static Readings read(PayloadConfig config, String payload) {
        return read(config, payload.getBytes(StandardCharsets.UTF_8));
    }

    public static Readings read(PayloadReader reader, byte[] payload) {
        Readings readings = new Readings();
        reader.read(payload, 0, payload.length, TOPIC, readings);
        return readings;
    }

    /**
     * The readings of one message under the topic {@code a/b}, a line each: name, time, value and quality, or the
     * reason of a loss with its fault. A time that counts from the receive time has a sign.
     */
    public static List<String> lines(PayloadReader reader, byte[] payload) {
        return lines(reader, payload, payload.length, TOPIC);
    }

    /** The readings of a message under a topic that is the first bytes of an array. */
    public static List<String> lines(PayloadReader reader, byte[] payload, int length, TopicLevels topic) {
        Readings readings = new Readings();
        reader.read(payload, 0, length, topic, readings);
        if (readings.reason() != null) {
            return List.of(readings.reason() + ": " + readings.detail());
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < readings.size(); i++) {
            if (readings.refusal(i) != null) {
                lines.add(readings.refusal(i) + ": " + readings.detail(i));
                continue;
            }
            int fixed = readings.fixedName(i);
            String name =
                    fixed >= 0 ? new String(reader.fixedName(topic, fixed), StandardCharsets.UTF_8) : readings.name(i);
            long timeNs = readings.eventTimeNs(i);
            String time = timeNs == EventTime.ABSENT
                    ? "-"
                    : readings.isRelativeTime(i) ? String.format("%+d", timeNs) : Long.toString(timeNs);
            String value = readings.isUndecided(i) && !readings.isNumeral(i)
                    ? "'" + text(readings, i) + "'"
                    : Double.toString(readings.value(i));
            lines.add(name + " " + time + " " + value + " " + Quality.ofCode(readings.quality(i)));
        }
        return lines;
    }

    /** The text of a reading. */
    public static String text(Readings readings, int index) {
        return new String(
                readings.text(index), readings.textFrom(index), readings.textLength(index), StandardCharsets.UTF_8);
    }
}
