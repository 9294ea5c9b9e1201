package io.tocsin.gateway.config.schema;

/** The keys of operator actions over MQTT. */
public final class CommandKeys {
    public static final Key<String> URL =
            Key.required("url", ValueTypes.BROKER_URL, "The broker: `tcp://HOST:PORT` or `ssl://HOST:PORT`, MQTT 5.");
    public static final Key<String> CLIENT_ID = Key.optional(
            "clientId",
            ValueTypes.TEXT,
            "`tocsin-`, the gateway's name and `-commands`",
            "Must differ from every other client id at that broker.");
    public static final Key<String> TOPIC = Key.optional(
            "topic",
            ValueTypes.TEXT,
            "`tocsin/commands/` and the gateway's name",
            "Commands are published below it, at `TOPIC/ack`, `TOPIC/shelve` and so on.");
    public static final Key<String> ALLOW = new Key<>(
            "allow",
            ValueTypes.TEXT,
            Key.Shape.SCALARS,
            "text, or a list",
            Key.Presence.REQUIRED,
            "",
            "Names that commands may have in `by`. The broker must decide who may publish commands.");
    public static final Section MQTT = Section.of(
            "Commands over MQTT",
            "commands.mqtt",
            "Takes actions of operators from MQTT topics. Each answer goes to the command's response topic.",
            URL,
            CLIENT_ID,
            SourceKeys.USERNAME,
            SourceKeys.PASSWORD,
            SourceKeys.CA_FILE,
            TOPIC,
            ALLOW);
    public static final Key<Void> MQTT_KEY = Key.requiredSection("mqtt", MQTT, "Takes commands from MQTT topics.");
    public static final Section COMMANDS =
            Section.of("Commands", "commands", "Ways for operators' actions, besides `tocsin alarms`.", MQTT_KEY);

    private CommandKeys() {}
}
