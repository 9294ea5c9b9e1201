package io.tocsin.ingest.mqtt.wire;

/** The types of MQTT packets: the high half of a packet's first byte. */
final class PacketType {
    static final int CONNACK = 2;
    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    static final int PUBREC = 5;
    static final int PUBREL = 6;
    static final int PUBCOMP = 7;
    static final int SUBACK = 9;
    static final int UNSUBACK = 11;
    static final int PINGREQ = 12;
    static final int PINGRESP = 13;
    static final int DISCONNECT = 14;

    private static final int FLAGS_OF_PUBREL = 2;

    private static final String[] NAMES = {
        "0",
        "CONNECT",
        "CONNACK",
        "PUBLISH",
        "PUBACK",
        "PUBREC",
        "PUBREL",
        "PUBCOMP",
        "SUBSCRIBE",
        "SUBACK",
        "UNSUBSCRIBE",
        "UNSUBACK",
        "PINGREQ",
        "PINGRESP",
        "DISCONNECT",
        "AUTH"
    };

    private PacketType() {}

    static String name(int type) {
        return NAMES[type];
    }

    /** The low half of the first byte of a packet that is no PUBLISH. */
    static int flags(int type) {
        return type == PUBREL ? FLAGS_OF_PUBREL : 0;
    }

    /** Whether a broker may send it, not asked for an exchange of authentication. */
    static boolean isBrokers(int type, boolean isVersion5) {
        return switch (type) {
            case CONNACK, PUBLISH, PUBACK, PUBREC, PUBREL, PUBCOMP, SUBACK, UNSUBACK, PINGRESP -> true;
            case DISCONNECT -> isVersion5;
            default -> false;
        };
    }
}
