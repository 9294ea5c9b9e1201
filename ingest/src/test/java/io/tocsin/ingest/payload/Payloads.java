package io.tocsin.ingest.payload;

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

    /** The text of a reading. */
    public static String text(Readings readings, int index) {
        return new String(
                readings.text(index), readings.textFrom(index), readings.textLength(index), StandardCharsets.UTF_8);
    }
}
