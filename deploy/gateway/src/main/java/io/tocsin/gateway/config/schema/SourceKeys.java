package io.tocsin.gateway.config.schema;

import io.tocsin.ingest.mqtt.link.MqttConnectionConfig.Protocol;
import io.tocsin.ingest.table.TableSourceConfig;
import java.nio.file.Path;
import java.util.List;

/** The keys of the sources. */
public final class SourceKeys {
    // mqtt
    public static final Key<String> MQTT_NAME = name("mqtt");
    public static final Key<String> URL = Key.optional(
            "url",
            ValueTypes.BROKER_URL,
            "`embedded` must be given",
            "The broker: `tcp://HOST:PORT`, or `ssl://HOST:PORT` with the host's certificate checked.");
    public static final Key<Long> EMBEDDED = Key.optional(
            "embedded",
            ValueTypes.integer(1, 65535),
            "`url` must be given",
            "Starts a broker inside this process on this port of 127.0.0.1, instead of `url`.");
    public static final Key<String> CLIENT_ID = Key.optional(
            "clientId",
            ValueTypes.TEXT,
            "`tocsin-` and the gateway's name",
            "The broker keeps the session, and what was not acknowledged, under this id.");
    public static final Key<SecretRef> USERNAME =
            Key.optional("username", ValueTypes.SECRET, "anonymous", "Who to log in as; may be a secret reference.");
    public static final Key<SecretRef> PASSWORD =
            Key.optional("password", ValueTypes.SECRET, "none", "`${env:NAME}` or `${file:PATH}`; never printed.");
    public static final Key<Path> CA_FILE = Key.optional(
            "caFile",
            ValueTypes.PATH,
            "the certificates Java trusts",
            "PEM file of the certificates to trust. Only with `ssl://`.");
    public static final Key<Protocol> PROTOCOL = Key.withDefault(
            "protocol",
            ValueTypes.choice(Suggestions.ordered(List.of("auto", "v5", "v3"), Protocol.values())),
            "auto",
            "MQTT version; `auto` speaks 5, and 3.1.1 when the broker refuses 5. The `embedded` one never does.");
    public static final Key<Long> QOS = Key.withDefault(
            "qos",
            ValueTypes.integer(0, 1),
            "1",
            "1: acknowledged once the reading is durable, delivered again otherwise; 0: may be lost under overload,"
                    + " counted.");
    public static final Key<Long> MAX_MESSAGE_SIZE = Key.withDefault(
            "maxMessageSize",
            ValueTypes.size(1 << 10, 16 << 20),
            "1MiB",
            "The largest message with its topic, 1KiB to 16MiB. A larger one is skipped without being held in memory, counted"
                    + " (`droppedTooLarge`), kept in the quarantine with its first 4 KiB, and acknowledged. A broker of MQTT 5 is"
                    + " asked to send none beyond four times this size: it drops such a message itself, without a word to"
                    + " the gateway.");
    public static final Key<Void> TOPICS = Key.list(
            "topics", "list of " + TopicKeys.TOPIC.link(), "`sparkplug` must be given", "What to subscribe to.");
    public static final Key<Void> SPARKPLUG = new Key<>(
            "sparkplug",
            null,
            Key.Shape.SECTION,
            SparkplugKeys.SPARKPLUG.link(),
            Key.Presence.OPTIONAL,
            "no host application",
            "Reads the edge nodes of Sparkplug B beside or instead of `topics`.");
    public static final Section MQTT = Section.of(
            "MQTT source",
            "sources[].mqtt",
            "Subscribes to topics of an MQTT broker.",
            MQTT_NAME,
            URL,
            EMBEDDED,
            CLIENT_ID,
            USERNAME,
            PASSWORD,
            CA_FILE,
            PROTOCOL,
            QOS,
            MAX_MESSAGE_SIZE,
            TOPICS,
            SPARKPLUG);

    // rate
    public static final Key<String> RATE_NAME = name("rate");
    public static final Key<Long> SENSORS = Key.withDefault(
            "sensors", ValueTypes.integer(1, 10_000_000), "1000", "How many sensors, named `rate/0`, `rate/1` …");
    public static final Key<Long> PER_SECOND = Key.withDefault(
            "perSecond",
            ValueTypes.integer(0, 1_000_000_000),
            "1000",
            "Readings a second over all sensors; 0 is as fast as it can.");
    public static final Key<Long> SEED = Key.withDefault(
            "seed", ValueTypes.integer(Long.MIN_VALUE, Long.MAX_VALUE), "1", "The same seed gives the same values.");
    public static final Key<Long> LIMIT = Key.withDefault(
            "limit", ValueTypes.integer(0, Long.MAX_VALUE), "0", "How many readings to make; 0 is without end.");
    public static final Section RATE = Section.of(
            "Rate source",
            "sources[].rate",
            "Makes readings up, to try a rule or to load the machine.",
            RATE_NAME,
            SENSORS,
            PER_SECOND,
            SEED,
            LIMIT);

    // table
    public static final Key<String> TABLE_NAME = Key.withDefault(
            "name", ValueTypes.NAME, "table", "Unique among the sources; the first level of its sensors' names.");
    public static final Key<Path> TABLE_PATH = Key.required("path", ValueTypes.PATH, "The file.");
    public static final Key<TableSourceConfig.Format> TABLE_FORMAT = Key.withDefault(
            "format",
            ValueTypes.choice(Suggestions.ordered(List.of("csv", "yaml"), TableSourceConfig.Format.values())),
            "csv",
            "`csv`: the first row names the columns. `yaml`: a map from keys to maps from columns to numbers.");
    public static final Key<String> TABLE_KEY_COLUMN =
            Key.withDefault("key", ValueTypes.TEXT, "key", "Header of the column with the key. Only with `csv`.");
    public static final Key<String> TABLE_COLUMNS = Key.several(
            "columns",
            ValueTypes.TEXT,
            "all",
            "The columns to read. Cells that a rule computes with must be numbers or empty; others may be texts.");
    public static final Key<Long> RELOAD = Key.withDefault(
            "reload",
            ValueTypes.POSITIVE_DURATION,
            "10s",
            "How often the file is looked at. What has changed is a reading, what is gone a BAD one; a file that cannot be"
                    + " read is told of and changes nothing. Replace it by renaming, so that no half of it is read.");
    public static final Section TABLE = Section.of(
            "Table source",
            "sources[].table",
            "Limits, set-points or factors by asset: each cell is a sensor `{name}/{key}/{column}`, for streams to look up"
                    + " (`join` with `latest: true`). Read before other sources begin; keeps no gateway from ending.",
            TABLE_NAME,
            TABLE_PATH,
            TABLE_FORMAT,
            TABLE_KEY_COLUMN,
            TABLE_COLUMNS,
            RELOAD);

    public static final Key<Void> TABLE_KEY = kind("table", TABLE, "A table of numbers to look up.");
    public static final Key<Void> MQTT_KEY = kind("mqtt", MQTT, "MQTT topics.");
    public static final Key<Void> FILE_KEY = kind("file", FileKeys.FILE, "A CSV file.");
    public static final Key<Void> MODBUS_KEY = kind("modbus", ModbusKeys.MODBUS, "Registers of a Modbus TCP device.");
    public static final Key<Void> RATE_KEY = kind("rate", RATE, "Generated readings.");
    public static final Section SOURCE = Section.of(
            "Sources",
            "sources[]",
            "Each entry has exactly one of these keys.",
            MQTT_KEY,
            FILE_KEY,
            TABLE_KEY,
            MODBUS_KEY,
            RATE_KEY);

    private SourceKeys() {}

    private static Key<String> name(String type) {
        return Key.withDefault(
                "name",
                ValueTypes.NAME,
                type,
                "Unique among the sources. Keep it when the configuration changes: progress is kept under it.");
    }

    private static Key<Void> kind(String name, Section section, String meaning) {
        return new Key<>(name, null, Key.Shape.SECTION, section.link(), Key.Presence.OPTIONAL, "", meaning);
    }
}
