package io.tocsin.gateway.init;

import io.tocsin.engine.reading.Quality;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.bind.TopicBinder;
import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.SecretReader;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.Problems;
import io.tocsin.gateway.config.yaml.YamlReader;
import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.mapping.PayloadReader;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.TopicLevels;
import io.tocsin.ingest.mqtt.TopicConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads messages by the keys of a topic, as a gateway would. */
final class ReadMessage {
    private static final long DAY_NS = 86_400_000_000_000L;

    private final PayloadReader reader;

    /** One reading, for people and rules. */
    record Line(String sensor, double value, String text, boolean isBad, long eventTimeNs) {
        /** {@code 21.5}, {@code "RUN"} or {@code bad}. */
        String shown() {
            if (text != null) {
                return '"' + text + '"';
            }
            return Double.isNaN(value) ? "bad" : Double.toString(value).replaceAll("\\.0$", "") + (isBad ? " bad" : "");
        }
    }

    private ReadMessage(PayloadReader reader) {
        this.reader = reader;
    }

    /** A reader by these keys; empty when they are no configuration. */
    static Optional<ReadMessage> by(String filter, List<String> keys) {
        String yaml = "filter: " + InitFile.quoted(filter) + "\n" + String.join("\n", keys) + "\n";
        Problems problems = new Problems("init");
        BindContext context = new BindContext(problems, Path.of("."), new SecretReader(Path.of("."), name -> null));
        try {
            TopicConfig topic = new TopicBinder(context).bind(new Item(YamlReader.read(yaml, "init"), ""), 1);
            return topic == null || problems.errorCount() > 0
                    ? Optional.empty()
                    : Optional.of(new ReadMessage(topic.payload().reader(topic.sensor())));
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }

    /**
     * Readings of a message.
     *
     * @return empty when the message gives none, loses one, or one has a time that no live reading has
     */
    Optional<List<Line>> lines(String topic, byte[] payload) {
        Readings readings = new Readings();
        TopicLevels levels = new TopicLevels(topic);
        reader.read(payload, 0, payload.length, levels, readings);
        if (readings.reason() != null || readings.size() == 0) {
            return Optional.empty();
        }
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < readings.size(); i++) {
            if (readings.refusal(i) != null || !isPlausible(readings.eventTimeNs(i))) {
                return Optional.empty();
            }
            byte[] fixed = readings.fixedName(i) >= 0 ? reader.fixedName(levels, readings.fixedName(i)) : null;
            String sensor = fixed == null ? readings.name(i) : new String(fixed, StandardCharsets.UTF_8);
            boolean isText = readings.isUndecided(i) && !readings.isNumeral(i);
            String text = isText
                    ? new String(readings.text(i), readings.textFrom(i), readings.textLength(i), StandardCharsets.UTF_8)
                    : null;
            boolean isBad = readings.quality(i) == Quality.BAD.code();
            lines.add(new Line(sensor, readings.value(i), text, isBad, readings.eventTimeNs(i)));
        }
        return Optional.of(lines);
    }

    /** Between 2000 and tomorrow, or none. */
    private static boolean isPlausible(long timeNs) {
        long nowNs = Instant.now().getEpochSecond() * 1_000_000_000L;
        return timeNs == EventTime.ABSENT || (!EventTime.isPast(timeNs, nowNs, true) && timeNs < nowNs + DAY_NS);
    }
}
