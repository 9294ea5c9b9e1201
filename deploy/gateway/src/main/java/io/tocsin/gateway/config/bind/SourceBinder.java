package io.tocsin.gateway.config.bind;

import io.tocsin.engine.plan.select.TopicFilter;
import io.tocsin.gateway.config.SourceConfig;
import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.Bound;
import io.tocsin.gateway.config.read.OneOf;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.FileKeys;
import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.ModbusKeys;
import io.tocsin.gateway.config.schema.SourceKeys;
import io.tocsin.gateway.config.schema.SparkplugKeys;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.Problems;
import io.tocsin.ingest.mqtt.MqttSourceConfig;
import io.tocsin.ingest.mqtt.TopicConfig;
import io.tocsin.ingest.mqtt.link.MqttConnectionConfig;
import io.tocsin.ingest.mqtt.link.MqttConnectionConfig.Protocol;
import io.tocsin.ingest.rate.RateSourceConfig;
import io.tocsin.ingest.sparkplug.SparkplugConfig;
import io.tocsin.ingest.table.TableSourceConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the entries of {@code sources}. */
final class SourceBinder {
    private final BindContext context;
    private final Problems problems;
    private final TopicBinder topics;
    private final ModbusBinder modbus;
    private final SparkplugBinder sparkplugs;
    private final String gatewayName;
    private final long futureLimitNs;
    private final int ringSize;

    SourceBinder(BindContext context, String gatewayName, long futureLimitNs, int ringSize) {
        this.context = context;
        this.problems = context.problems();
        this.topics = new TopicBinder(context);
        this.modbus = new ModbusBinder(context);
        this.sparkplugs = new SparkplugBinder(context, gatewayName);
        this.gatewayName = gatewayName;
        this.futureLimitNs = futureLimitNs;
        this.ringSize = ringSize;
    }

    /**
     * @return the source, or null when it has errors
     */
    Bound<SourceConfig> bind(Item item) {
        SectionReader kinds = new SectionReader(item, SourceKeys.SOURCE, problems);
        Key<Void> kind = OneOf.of(
                kinds,
                List.of(
                        SourceKeys.MQTT_KEY,
                        SourceKeys.FILE_KEY,
                        SourceKeys.TABLE_KEY,
                        SourceKeys.MODBUS_KEY,
                        SourceKeys.RATE_KEY),
                problems);
        if (kind == null) {
            return null;
        }
        int errorsBefore = problems.errorCount();
        SectionReader keys;
        SourceConfig source;
        if (kind.equals(SourceKeys.MQTT_KEY)) {
            keys = kinds.section(kind, SourceKeys.MQTT);
            source = mqtt(keys);
        } else if (kind.equals(SourceKeys.FILE_KEY)) {
            keys = kinds.section(kind, FileKeys.FILE);
            source = file(keys);
        } else if (kind.equals(SourceKeys.TABLE_KEY)) {
            keys = kinds.section(kind, SourceKeys.TABLE);
            source = table(keys);
        } else if (kind.equals(SourceKeys.MODBUS_KEY)) {
            keys = kinds.section(kind, ModbusKeys.MODBUS);
            source = modbus.bind(keys);
        } else {
            keys = kinds.section(kind, SourceKeys.RATE);
            source = rate(keys);
        }
        return problems.errorCount() > errorsBefore ? null : new Bound<>(source, keys);
    }

    private SourceConfig mqtt(SectionReader keys) {
        int errorsBefore = problems.errorCount();
        String name = keys.get(SourceKeys.MQTT_NAME);
        Long embeddedPort = keys.get(SourceKeys.EMBEDDED);
        String url = keys.get(SourceKeys.URL);
        checkAddress(keys);
        if (embeddedPort != null) {
            url = "tcp://127.0.0.1:" + embeddedPort;
        }
        String clientId = keys.get(SourceKeys.CLIENT_ID);
        Credentials credentials = Credentials.bind(keys, url, context);
        MqttConnectionConfig connection = new MqttConnectionConfig(
                url,
                clientId == null ? "tocsin-" + gatewayName : clientId,
                credentials.username(),
                credentials.password(),
                credentials.caFile(),
                protocol(keys));
        long qos = keys.get(SourceKeys.QOS);
        List<TopicConfig> topicConfigs = new ArrayList<>();
        for (Item item : keys.elements(SourceKeys.TOPICS)) {
            topicConfigs.add(topics.bind(item, qos));
        }
        SparkplugConfig sparkplug = sparkplug(keys);
        if (problems.errorCount() > errorsBefore || (topicConfigs.isEmpty() && sparkplug == null)) {
            return null; // without both it is no map of keys, which has been told
        }
        warnOfOverlaps(keys, topicConfigs);
        return new SourceConfig.Mqtt(
                new MqttSourceConfig(
                        name,
                        connection,
                        (int) qos,
                        topicConfigs,
                        futureLimitNs,
                        keys.get(SourceKeys.MAX_MESSAGE_SIZE).intValue(),
                        unacknowledged(),
                        sparkplug),
                embeddedPort == null ? SourceConfig.NO_EMBEDDED_BROKER : embeddedPort.intValue());
    }

    /** The Sparkplug host; null when there is none, or when it has errors. */
    private SparkplugConfig sparkplug(SectionReader keys) {
        boolean isGiven = keys.has(SourceKeys.SPARKPLUG);
        Item given = keys.item(SourceKeys.TOPICS);
        if (!isGiven && given == null && keys.item().isMapping()) {
            problems.error(keys.item().place(), keys.item().pathOf(SourceKeys.TOPICS.name()) + ": is missing");
        } else if (given != null && given.isList() && given.elements().isEmpty()) {
            problems.error(given, "must not be empty");
        }
        return isGiven ? sparkplugs.bind(keys.section(SourceKeys.SPARKPLUG, SparkplugKeys.SPARKPLUG)) : null;
    }

    /** The embedded broker speaks 5, so one that closes a connection while it starts has not refused it. */
    private static Protocol protocol(SectionReader keys) {
        Protocol configured = keys.get(SourceKeys.PROTOCOL);
        return configured == Protocol.AUTO && keys.has(SourceKeys.EMBEDDED) ? Protocol.V5 : configured;
    }

    /** So few that they always find room in the ring. */
    private int unacknowledged() {
        return Math.min(MqttSourceConfig.DEFAULT_UNACKNOWLEDGED, ringSize / 2);
    }

    private void checkAddress(SectionReader keys) {
        boolean embedded = keys.has(SourceKeys.EMBEDDED);
        if (embedded && keys.has(SourceKeys.URL)) {
            problems.error(keys.item(SourceKeys.EMBEDDED), "not with url: the broker is either here or there");
        }
        if (!embedded && !keys.has(SourceKeys.URL) && keys.item().isMapping()) {
            problems.error(keys.item(), "needs url, or embedded to start a broker inside this process");
        }
        if (embedded) {
            for (Key<?> key : List.of(SourceKeys.USERNAME, SourceKeys.PASSWORD, SourceKeys.CA_FILE)) {
                if (keys.has(key)) {
                    problems.error(
                            keys.item(key), "not with embedded: that broker listens on 127.0.0.1 and asks for none");
                }
            }
        }
    }

    private void warnOfOverlaps(SectionReader keys, List<TopicConfig> topicConfigs) {
        for (int i = 1; i < topicConfigs.size(); i++) {
            for (int j = 0; j < i; j++) {
                String filter = topicConfigs.get(i).filter();
                String earlier = topicConfigs.get(j).filter();
                if (TopicFilter.overlap(filter, earlier)) {
                    problems.warn(
                            keys.elements(SourceKeys.TOPICS).get(i),
                            filter + " and " + earlier + " have topics in common; the first one reads those");
                }
            }
        }
    }

    private SourceConfig file(SectionReader keys) {
        int errorsBefore = problems.errorCount();
        Path path = context.resolve(keys.get(FileKeys.PATH));
        requireReadable(path, keys, FileKeys.PATH);
        SourceConfig file = new FileBinder(context, futureLimitNs).bind(keys, path);
        return problems.errorCount() > errorsBefore ? null : file;
    }

    private SourceConfig table(SectionReader keys) {
        int errorsBefore = problems.errorCount();
        String name = keys.get(SourceKeys.TABLE_NAME);
        Path path = context.resolve(keys.get(SourceKeys.TABLE_PATH));
        TableSourceConfig.Format format = keys.get(SourceKeys.TABLE_FORMAT);
        String keyColumn = keys.get(SourceKeys.TABLE_KEY_COLUMN);
        List<String> columns = keys.getAll(SourceKeys.TABLE_COLUMNS);
        Long reloadNs = keys.get(SourceKeys.RELOAD);
        requireReadable(path, keys, SourceKeys.TABLE_PATH);
        if (format == TableSourceConfig.Format.YAML && keys.has(SourceKeys.TABLE_KEY_COLUMN)) {
            problems.error(keys.item(SourceKeys.TABLE_KEY_COLUMN), "not with yaml, where the map's keys are the keys");
        }
        return problems.errorCount() > errorsBefore
                ? null
                : new SourceConfig.Table(new TableSourceConfig(name, path, format, keyColumn, columns, reloadNs));
    }

    private void requireReadable(Path path, SectionReader keys, Key<Path> key) {
        if (path != null && !Files.isRegularFile(path)) {
            problems.error(keys.item(key), "there is no file " + path);
        } else if (path != null && !Files.isReadable(path)) {
            problems.error(keys.item(key), "the file " + path + " may not be read");
        }
    }

    private SourceConfig rate(SectionReader keys) {
        RateSourceConfig config = context.attempt(
                keys.item(),
                () -> new RateSourceConfig(
                        keys.get(SourceKeys.RATE_NAME),
                        keys.get(SourceKeys.SENSORS).intValue(),
                        keys.get(SourceKeys.PER_SECOND),
                        keys.get(SourceKeys.SEED),
                        keys.get(SourceKeys.LIMIT)));
        return config == null ? null : new SourceConfig.Rate(config);
    }
}
