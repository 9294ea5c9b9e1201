package io.tocsin.gateway.sample;

import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.SourceConfig;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.gateway.print.TextTable;
import io.tocsin.gateway.print.Times;
import io.tocsin.ingest.EscapedText;
import io.tocsin.ingest.mqtt.TopicConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The content of a message, for people. */
public final class SampleReport {
    private static final String INDENT = "  ";

    private final List<Sample> samples;
    private final List<String> lines = new ArrayList<>();

    public SampleReport(GatewayConfig config, String topic, byte[] payload) {
        samples = SampleMessage.read(config, topic, payload);
        if (samples.isEmpty()) {
            lines.add("topic " + topic + ": no topic filter takes it; " + filters(config));
        }
        samples.forEach(sample -> add(sample, topic, payload.length));
    }

    /** Whether the message gives a reading. */
    public boolean hasReadings() {
        return samples.stream().anyMatch(sample -> !sample.readings().isEmpty());
    }

    /** The lines. */
    public List<String> lines() {
        return lines;
    }

    private static String filters(GatewayConfig config) {
        List<String> filters = new ArrayList<>();
        for (SourceConfig source : config.sources()) {
            if (source instanceof SourceConfig.Mqtt mqtt) {
                mqtt.config().topics().stream().map(TopicConfig::filter).forEach(filters::add);
            }
        }
        return filters.isEmpty() ? "the configuration has no mqtt source" : "there are: " + String.join(", ", filters);
    }

    private void add(Sample sample, String topic, int byteCount) {
        lines.add("topic " + topic + ", " + Numbers.grouped(byteCount) + " bytes: taken by topic filter "
                + sample.filter() + " of source " + sample.source());
        if (!sample.readings().isEmpty()) {
            TextTable table = new TextTable("sensor", "time", ">value", "quality", "unit");
            sample.readings().forEach(reading -> table.row(row(reading)));
            table.lines().forEach(line -> lines.add(INDENT + line));
        }
        if (sample.readings().isEmpty() && sample.losses().isEmpty()) {
            lines.add(INDENT + "no reading: what repeats in the message is empty");
        }
        sample.losses().forEach(loss -> lines.add(INDENT + "lost: " + EscapedText.of(loss)));
    }

    private static String[] row(SampleReading reading) {
        String value = reading.text() != null
                ? '"' + reading.text() + '"'
                : reading.hasValue() ? Numbers.plain(reading.number()) : "-";
        return new String[] {
            reading.sensor(),
            reading.hasTime() ? Times.exact(reading.eventTimeNs()) : "receive time",
            value,
            reading.quality().name().toLowerCase(Locale.ROOT),
            reading.unit() == null ? "" : reading.unit()
        };
    }
}
