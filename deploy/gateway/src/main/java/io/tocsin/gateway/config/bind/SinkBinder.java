package io.tocsin.gateway.config.bind;

import io.tocsin.alerts.sink.SinkConfig;
import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.Bound;
import io.tocsin.gateway.config.read.OneOf;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.SinkKeys;
import io.tocsin.gateway.config.schema.ValueTypes;
import io.tocsin.gateway.config.yaml.NamedItem;
import io.tocsin.gateway.config.yaml.Problems;
import java.nio.file.Path;
import java.util.List;

/** Reads the entries of {@code sinks}. */
final class SinkBinder {
    private final BindContext context;
    private final Problems problems;
    private final String gatewayName;

    SinkBinder(BindContext context, String gatewayName) {
        this.context = context;
        this.problems = context.problems();
        this.gatewayName = gatewayName;
    }

    /**
     * @return the sink, or null when it has errors
     */
    Bound<SinkConfig> bind(NamedItem entry) {
        int errorsBefore = problems.errorCount();
        String name = context.attempt(
                entry.key(), () -> ValueTypes.NAME.parse(entry.key().scalar()));
        SectionReader kinds = new SectionReader(entry.value(), SinkKeys.SINK, problems);
        Key<Void> kind = OneOf.of(kinds, List.of(SinkKeys.MQTT_KEY, SinkKeys.FILE_KEY, SinkKeys.CONSOLE_KEY), problems);
        if (kind == null) {
            return null;
        }
        SectionReader keys;
        SinkConfig sink;
        if (kind.equals(SinkKeys.MQTT_KEY)) {
            keys = kinds.section(kind, SinkKeys.MQTT);
            sink = mqtt(name, keys);
        } else if (kind.equals(SinkKeys.FILE_KEY)) {
            keys = kinds.section(kind, SinkKeys.FILE);
            Path path = context.resolve(keys.get(SinkKeys.PATH));
            sink = new SinkConfig.File(name, path);
        } else {
            keys = kinds;
            sink = new SinkConfig.Console(name);
            if (!kinds.item(kind).isNothing()) {
                kinds.section(kind, SinkKeys.CONSOLE);
            }
        }
        return problems.errorCount() > errorsBefore ? null : new Bound<>(sink, keys);
    }

    private SinkConfig mqtt(String name, SectionReader keys) {
        String url = keys.get(SinkKeys.URL);
        String clientId = keys.get(SinkKeys.CLIENT_ID);
        Credentials credentials = Credentials.bind(keys, url, context);
        return new SinkConfig.Mqtt(
                name,
                url,
                clientId == null ? "tocsin-" + gatewayName + "-" + name : clientId,
                credentials.username(),
                credentials.password(),
                credentials.caFile(),
                topic(keys, SinkKeys.TOPIC),
                topic(keys, SinkKeys.ROWS),
                keys.get(SinkKeys.QOS).intValue(),
                keys.get(SinkKeys.IN_FLIGHT).intValue(),
                keys.get(SinkKeys.RETAIN));
    }

    private String topic(SectionReader keys, Key<String> key) {
        String topic = keys.get(key);
        if (topic.isEmpty() || topic.startsWith("$") || topic.contains("+") || topic.contains("#")) {
            problems.error(keys.nearest(key), "must be a topic for publishing, without + and #, and not begin with $");
        }
        return topic;
    }
}
