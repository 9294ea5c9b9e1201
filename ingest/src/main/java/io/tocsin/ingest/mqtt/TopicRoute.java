package io.tocsin.ingest.mqtt;

import io.tocsin.engine.admission.SensorQuota;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.ingest.decode.DecodedPayload;
import io.tocsin.ingest.decode.PayloadDecoder;
import io.tocsin.ingest.decode.QualityMapping;
import io.tocsin.ingest.tally.InputTally;

/** How the messages of one configured filter are read. The reading thread alone uses decoder and payload. */
final class TopicRoute {
    private final TopicConfig config;
    private final SensorSelector filter;
    private final PayloadDecoder decoder;
    private final DecodedPayload decoded;
    private final SensorTemplate template;
    private final InputTally tally;
    private final SensorQuota quota;

    TopicRoute(String sourceName, TopicConfig config) {
        if (config.filter().startsWith("$share/")) {
            throw new IllegalArgumentException(
                    "a shared subscription would break the order of a sensor's readings, filter=" + config.filter());
        }
        this.config = config;
        this.quota = new SensorQuota(config.filter(), config.maxSensors());
        this.filter = new SensorSelector(config.filter());
        this.decoder = PayloadDecoder.of(config.payload());
        this.decoded = new DecodedPayload(decoder.memberCount());
        this.tally = new InputTally(
                sourceName, "topic filter " + config.filter(), config.payload().timeUnit());
        this.template = new SensorTemplate(config.sensor(), decoder.memberCount());
    }

    boolean matches(String topic) {
        return filter.matches(topic);
    }

    DecodedPayload decode(byte[] payload) {
        decoder.decode(payload, 0, payload.length, decoded);
        return decoded;
    }

    /** The topic filter. */
    String filter() {
        return config.filter();
    }

    /** How many sensors may come by the filter. */
    SensorQuota quota() {
        return quota;
    }

    /** Tally of the filter. */
    InputTally tally() {
        return tally;
    }

    int memberCount() {
        return decoder.memberCount();
    }

    /** How qualities are read; null: every reading is GOOD. */
    QualityMapping quality() {
        return config.payload().quality();
    }

    /** Whether readings that are delivered again are to be dropped. */
    boolean isDeduped() {
        return config.dedupeCount() > 0;
    }

    /** Name of the sensor of a member, UTF-8, or null when the template asks for a level that the topic lacks. */
    byte[] sensorName(String topic, int memberIndex) {
        return template.name(topic, decoder.memberName(memberIndex));
    }
}
