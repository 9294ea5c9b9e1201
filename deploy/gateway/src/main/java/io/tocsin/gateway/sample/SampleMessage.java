package io.tocsin.gateway.sample;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.reading.Numeral;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.SensorNames;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.SourceConfig;
import io.tocsin.ingest.mapping.PayloadReader;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.TopicLevels;
import io.tocsin.ingest.mqtt.MqttSourceConfig;
import io.tocsin.ingest.mqtt.TopicConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Reads one message as the sources of a configuration would. */
public final class SampleMessage {
    /** Whether a text of a sensor stays a text when it reads as a number. */
    private final Predicate<String> keepsNumerals;

    private final TopicLevels levels;
    private final byte[] payload;
    private final List<SampleReading> found = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();

    private SampleMessage(Predicate<String> keepsNumerals, String topic, byte[] payload) {
        this.keepsNumerals = keepsNumerals;
        this.levels = new TopicLevels(topic);
        this.payload = payload;
    }

    /** Content of a message, once for each source with a topic filter that takes the topic. */
    public static List<Sample> read(GatewayConfig config, String topic, byte[] payload) {
        List<Sample> samples = new ArrayList<>();
        for (SourceConfig source : config.sources()) {
            if (source instanceof SourceConfig.Mqtt mqtt) {
                TopicConfig taker = taker(mqtt.config(), topic);
                if (taker != null) {
                    SampleMessage message =
                            new SampleMessage(sensor -> keepsNumerals(config.plan(), sensor), topic, payload);
                    PayloadReader reader = taker.payload().reader(taker.sensor());
                    message.read(taker, reader, mqtt.config().maxMessageBytes());
                    samples.add(message.sample(source.name(), taker));
                }
            }
        }
        return samples;
    }

    /**
     * Content of a message by one topic of a source, without rules.
     *
     * @param reader of the topic
     */
    public static Sample read(String source, TopicConfig taker, PayloadReader reader, String topic, byte[] payload) {
        SampleMessage message = new SampleMessage(sensor -> false, topic, payload);
        message.read(taker, reader, Integer.MAX_VALUE);
        return message.sample(source, taker);
    }

    private Sample sample(String source, TopicConfig taker) {
        return new Sample(source, taker.filter(), found, losses);
    }

    /** The first topic whose filter matches, or null. */
    private static TopicConfig taker(MqttSourceConfig source, String topic) {
        for (TopicConfig config : source.topics()) {
            if (new SensorSelector(config.filter()).matches(topic)) {
                return config;
            }
        }
        return null;
    }

    private void read(TopicConfig config, PayloadReader reader, int maxBytes) {
        if (payload.length > maxBytes) {
            lose("payload of more than maxMessageSize, " + maxBytes + " bytes", Counter.DROPPED_TOO_LARGE);
            return;
        }
        Readings readings = new Readings();
        reader.read(payload, 0, payload.length, levels, readings);
        if (readings.reason() != null) {
            lose(readings.detail(), readings.reason());
            return;
        }
        for (int i = 0; i < readings.size(); i++) {
            if (readings.refusal(i) != null) {
                lose(readings.detail(i), readings.refusal(i));
                continue;
            }
            add(config, reader, readings, i);
        }
    }

    private void add(TopicConfig config, PayloadReader reader, Readings readings, int i) {
        int fixedName = readings.fixedName(i);
        byte[] name = fixedName >= 0
                ? reader.fixedName(levels, fixedName)
                : readings.name(i).getBytes(StandardCharsets.UTF_8);
        if (name == null) {
            lose("the topic has too few levels for the sensor's name", Counter.DROPPED_BAD_NAME);
            return;
        }
        String sensor = new String(name, StandardCharsets.UTF_8);
        if (!SensorNames.isValid(name, 0, name.length)) {
            lose("no sensor may have the name " + sensor, Counter.DROPPED_BAD_NAME);
            return;
        }
        String text = null;
        if (readings.isUndecided(i) && !(readings.isNumeral(i) && !keepsNumerals.test(sensor))) {
            if (!TextValue.isValid(readings.text(i), readings.textFrom(i), readings.textLength(i))) {
                lose(readings.detail(i), Counter.DROPPED_NOT_A_NUMBER);
                return;
            }
            text = new String(readings.text(i), readings.textFrom(i), readings.textLength(i), StandardCharsets.UTF_8);
        }
        found.add(new SampleReading(
                sensor,
                readings.eventTimeNs(i),
                text == null ? readings.value(i) : Double.NaN,
                text,
                Quality.ofCode(readings.quality(i)),
                config.payload().values().get(readings.member(i)).rule().unit()));
    }

    /** Whether some rule compares this sensor with a text that reads as a number. */
    private static boolean keepsNumerals(Plan plan, String sensor) {
        return plan.operators().stream()
                .filter(node -> node.namedTexts().stream().anyMatch(Numeral::isNumeral))
                .anyMatch(node -> node.selector().matches(sensor));
    }

    private void lose(String detail, Counter reason) {
        losses.add(detail + " (" + reason.label() + ")");
    }
}
