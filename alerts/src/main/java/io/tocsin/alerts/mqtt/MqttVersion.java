package io.tocsin.alerts.mqtt;

/** A version of the protocol. */
public enum MqttVersion {
    MQTT_5("MQTT 5", 5),
    MQTT_3_1_1("MQTT 3.1.1", 4);

    private final String label;
    private final int level;

    MqttVersion(String label, int level) {
        this.label = label;
        this.level = level;
    }

    /** For people: "MQTT 5". */
    public String label() {
        return label;
    }

    /** The protocol level in CONNECT. */
    int level() {
        return level;
    }
}
