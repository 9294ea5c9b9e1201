package io.tocsin.alerts.sink;

/**
 * One MQTT message.
 *
 * @param payload leaves as UTF-8
 * @param isRetained whether the broker keeps it for clients that come later
 */
record Publication(String topic, String payload, boolean isRetained) {}
