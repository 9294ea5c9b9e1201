package io.tocsin.gateway.init;

import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.bind.TopicBinder;
import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.SecretReader;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.Problems;
import io.tocsin.gateway.config.yaml.YamlReader;
import io.tocsin.gateway.sample.Sample;
import io.tocsin.gateway.sample.SampleMessage;
import io.tocsin.gateway.sample.SampleReading;
import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.mapping.PayloadReader;
import io.tocsin.ingest.mqtt.TopicConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads messages by the keys of a topic, as a gateway would. */
final class ReadMessage {
    private static final long DAY_NS = 86_400_000_000_000L;

    private final TopicConfig topic;
    private final PayloadReader reader;

    private ReadMessage(TopicConfig topic) {
        this.topic = topic;
        this.reader = topic.payload().reader(topic.sensor());
    }

    /** A reader by these keys; empty when they are no configuration. */
    static Optional<ReadMessage> by(String filter, List<String> keys) {
        String yaml = "filter: " + InitFile.quoted(filter) + "\n" + String.join("\n", keys) + "\n";
        Problems problems = new Problems("init");
        BindContext context = new BindContext(problems, Path.of("."), new SecretReader(Path.of("."), name -> null));
        try {
            TopicConfig topic = new TopicBinder(context).bind(new Item(YamlReader.read(yaml, "init"), ""), 1);
            return topic == null || problems.errorCount() > 0 ? Optional.empty() : Optional.of(new ReadMessage(topic));
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }

    /**
     * Readings of a message.
     *
     * @return empty when the message gives none, loses one, or one has a time that no live reading has
     */
    Optional<List<SampleReading>> readings(String name, byte[] payload) {
        Sample sample = SampleMessage.read("init", topic, reader, name, payload);
        boolean isWhole = sample.losses().isEmpty()
                && !sample.readings().isEmpty()
                && sample.readings().stream().allMatch(reading -> isPlausible(reading.eventTimeNs()));
        return isWhole ? Optional.of(sample.readings()) : Optional.empty();
    }

    /** Between 2000 and tomorrow, or none. */
    private static boolean isPlausible(long timeNs) {
        long nowNs = Instant.now().getEpochSecond() * 1_000_000_000L;
        return timeNs == EventTime.ABSENT || (!EventTime.isPast(timeNs, nowNs, true) && timeNs < nowNs + DAY_NS);
    }
}
