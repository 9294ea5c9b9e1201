package io.tocsin.gateway.config.schema;

import io.tocsin.ingest.sparkplug.SparkplugConfig;

/** The keys of a Sparkplug B host application. */
public final class SparkplugKeys {
    private static final ValueType<String> LEVEL = ValueTypes.TEXT.where(
            "text",
            text -> SparkplugConfig.isNoLevel(text)
                    ? "must be one level of a topic: not empty, without / + # and control characters"
                    : null);

    public static final Key<String> HOST_ID = Key.optional(
            "hostId",
            LEVEL,
            "the gateway's name",
            "The host's state is published under `spBv1.0/STATE/{hostId}`, retained: online, and offline by the broker when"
                    + " the connection is lost. Edge nodes that name this host as their primary one publish only while it is online."
                    + " No two hosts may have the same.");
    public static final Key<String> GROUPS = Key.several(
            "groups",
            LEVEL,
            "all",
            "The groups whose edge nodes are read: a subscription `spBv1.0/{group}/#` for each.");
    public static final Key<Long> REORDER_TIMEOUT = Key.withDefault(
            "reorderTimeout",
            ValueTypes.POSITIVE_DURATION,
            "5s",
            "How long a sequence number may be missing before the edge node is asked for its births again; and how long the"
                    + " birth of a device may follow that of its node before the device counts as dead.");
    public static final Key<Long> REBIRTH_INTERVAL = Key.withDefault(
            "rebirthInterval",
            ValueTypes.POSITIVE_DURATION,
            "10s",
            "The least time between two requests to one edge node. It doubles with each request without an answer, up to 64"
                    + " times. A node that has not answered in this time after a reconnect counts as dead.");
    public static final Key<Boolean> COMMANDS = Key.withDefault(
            "commands",
            ValueTypes.BOOLEAN,
            "true",
            "Whether the gateway publishes: requests for rebirth, `spBv1.0/{group}/NCMD/{node}`, and the state of the host."
                    + " With `false` it listens only: data of a node are dropped (`droppedNoBirth`) until the node publishes its births by"
                    + " itself.");
    public static final Section SPARKPLUG = Section.of(
            "Sparkplug host",
            "sources[].mqtt.sparkplug",
            "Reads Sparkplug B 3.0 as a host application. Every metric is a sensor `{group}/{node}/{metric}` or"
                    + " `{group}/{node}/{device}/{metric}`. [How to](how-to/read-sparkplug.md).",
            HOST_ID,
            GROUPS,
            REORDER_TIMEOUT,
            REBIRTH_INTERVAL,
            COMMANDS);

    private SparkplugKeys() {}
}
