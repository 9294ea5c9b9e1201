package io.tocsin.gateway.config.schema;

import java.nio.file.Path;
import java.util.Set;

/** The keys of the sinks. */
public final class SinkKeys {
    /** Placeholders of the topic of a sink's events. */
    static final Template TOPIC_TEMPLATE =
            new Template(Set.of("alarm", "sensor", "level", "priority", "gateway", "event"), false);

    /** Placeholders of the topic of a sink's rows. */
    static final Template ROWS_TEMPLATE = new Template(Set.of("stream", "sensor", "gateway"), false);

    public static final Key<String> URL =
            Key.required("url", ValueTypes.BROKER_URL, "The broker: `tcp://HOST:PORT` or `ssl://HOST:PORT`.");
    public static final Key<String> CLIENT_ID = Key.optional(
            "clientId",
            ValueTypes.TEXT,
            "`tocsin-`, the gateway's name, `-` and the sink's name",
            "Must differ from every other client id at that broker.");
    public static final Key<String> TOPIC = Key.withDefault(
            "topic",
            TOPIC_TEMPLATE.type(),
            "tocsin/alarms/{alarm}/{sensor}",
            "Topic of each alarm event: " + TOPIC_TEMPLATE.described()
                    + ". An invisible character of a name, such as U+200B, is written as `\\u200B`, so that each"
                    + " sensor has a topic of its own.");
    public static final Key<String> ROWS = Key.withDefault(
            "rows",
            ROWS_TEMPLATE.type(),
            "tocsin/streams/{stream}/{sensor}",
            "Topic of each row of a stream: " + ROWS_TEMPLATE.described() + ".");
    public static final Key<Long> QOS = Key.withDefault(
            "qos",
            ValueTypes.integer(0, 1),
            "1",
            "1: each message is repeated until the broker" + " acknowledges it; 0: each message is sent once.");
    public static final Key<Long> IN_FLIGHT = Key.withDefault(
            "inFlight",
            ValueTypes.integer(1, 64),
            "10",
            "Number of unacknowledged messages that an MQTT 3.1.1 broker accepts; the sink keeps at most one less"
                    + " unacknowledged, and at least one. An MQTT 5 broker states this number itself (Receive"
                    + " Maximum).");
    public static final Key<Boolean> RETAIN = Key.withDefault(
            "retain",
            ValueTypes.BOOLEAN,
            "false",
            "Whether the broker keeps the last event or row of each topic for clients that connect later. Rows of"
                    + " late samples are never kept.");
    public static final Section MQTT = Section.of(
            "MQTT sink",
            "sinks.NAME.mqtt",
            "Publishes each event and row as one JSON object, at least once; repeats are identical.",
            URL,
            CLIENT_ID,
            SourceKeys.USERNAME,
            SourceKeys.PASSWORD,
            SourceKeys.CA_FILE,
            TOPIC,
            ROWS,
            QOS,
            IN_FLIGHT,
            RETAIN);

    public static final Key<Path> PATH =
            Key.required("path", ValueTypes.PATH, "Path of the file; the sink appends to" + " it.");
    public static final Section FILE = Section.of(
            "File sink", "sinks.NAME.file", "Appends each event and row as one line of JSON, exactly once.", PATH);

    public static final Section CONSOLE = Section.of(
            "Console sink",
            "sinks.NAME.console",
            "Prints each event and row to standard output, as one readable" + " line.");

    public static final Key<Void> MQTT_KEY = kind("mqtt", MQTT, "Publishes to MQTT topics.");
    public static final Key<Void> FILE_KEY = kind("file", FILE, "Appends to a file.");
    public static final Key<Void> CONSOLE_KEY = kind("console", CONSOLE, "Prints to standard output.");
    public static final Section SINK = Section.of(
            "Sinks",
            "sinks.NAME",
            "Each sink has exactly one of these keys.",
            MQTT_KEY,
            FILE_KEY,
            CONSOLE_KEY,
            Key.later("webhook", "section", "An HTTP address."));

    private SinkKeys() {}

    private static Key<Void> kind(String name, Section section, String meaning) {
        return new Key<>(name, null, Key.Shape.SECTION, section.link(), Key.Presence.OPTIONAL, "", meaning);
    }
}
