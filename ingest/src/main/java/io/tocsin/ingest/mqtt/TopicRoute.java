package io.tocsin.ingest.mqtt;

import io.tocsin.engine.admission.SensorQuota;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.ingest.decode.QualityMapping;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.mapping.PayloadReader;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.TopicLevels;
import io.tocsin.ingest.tally.InputTally;

/** How the messages of one configured filter are read. The reading thread alone uses reader and readings. */
final class TopicRoute {
    private final String filterText;
    private final SensorSelector filter;
    private final PayloadReader reader;
    private final Readings readings = new Readings();
    private final InputTally tally;
    private final SensorQuota quota;
    /** Of a topic with a mapping; null for Sparkplug. */
    private final TopicConfig config;
    /** Of a topic with a mapping; null for Sparkplug. */
    private final ValueWatch values;

    TopicRoute(String sourceName, TopicConfig config) {
        this(
                sourceName,
                config.filter(),
                config.maxSensors(),
                config.payload().reader(config.sensor()),
                config.payload().timeFormat().unit(),
                config);
    }

    private TopicRoute(
            String sourceName,
            String filterText,
            int maxSensors,
            PayloadReader reader,
            TimeUnits timeUnit,
            TopicConfig config) {
        if (filterText.startsWith("$share/")) {
            throw new IllegalArgumentException(
                    "a shared subscription would break the order of a sensor's readings, filter=" + filterText);
        }
        this.filterText = filterText;
        this.config = config;
        this.quota = new SensorQuota(filterText, maxSensors);
        this.filter = new SensorSelector(filterText);
        this.reader = reader;
        this.tally = new InputTally(sourceName, "topic filter " + filterText, timeUnit);
        this.values = config == null ? null : new ValueWatch(config.payload(), tally);
    }

    /** Messages for a Sparkplug host. */
    static TopicRoute ofSparkplug(String sourceName, String filter, PayloadReader host) {
        return new TopicRoute(sourceName, filter, TopicConfig.DEFAULT_MAX_SENSORS, host, TimeUnits.MS, null);
    }

    boolean matches(String topic) {
        return filter.matches(topic);
    }

    /** Reads a message; valid until the next one of this route. */
    Readings read(byte[] payload, TopicLevels topic) {
        reader.read(payload, 0, payload.length, topic, readings);
        if (values != null && readings.reason() == null) {
            values.onMessage(readings, payload);
        }
        return readings;
    }

    /** The topic filter. */
    String filter() {
        return filterText;
    }

    /** How many sensors may come by the filter. */
    SensorQuota quota() {
        return quota;
    }

    /** Tally of the filter. */
    InputTally tally() {
        return tally;
    }

    /** The most readings of one message; {@link Integer#MAX_VALUE} without a bound. */
    int maxReadings() {
        return reader.maxReadings();
    }

    /** How many sensors of a topic have a name that the topic alone decides. */
    int fixedNameCount() {
        return reader.fixedNameCount();
    }

    /** Such a name, UTF-8, or null when the template asks for a level that the topic lacks. */
    byte[] fixedName(TopicLevels topic, int index) {
        return reader.fixedName(topic, index);
    }

    /** How qualities are read; null: every reading is GOOD. */
    QualityMapping quality() {
        return config == null ? null : config.payload().mapping().quality();
    }

    /** Name of a reading's value, for people. */
    String valueName(int index) {
        return config == null
                ? readings.name(index)
                : config.payload()
                        .values()
                        .get(readings.member(index))
                        .paths()
                        .get(0)
                        .toString();
    }

    /** Whether readings that are delivered again are to be dropped. */
    boolean isDeduped() {
        return config != null && config.dedupeCount() > 0;
    }

    /** Whether retained messages give no readings. */
    boolean skipsRetained() {
        return config != null && config.skipRetained();
    }
}
