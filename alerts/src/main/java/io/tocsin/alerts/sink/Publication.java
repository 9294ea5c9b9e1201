package io.tocsin.alerts.sink;

/**
 * One MQTT message.
 *
 * @param payload leaves as UTF-8
 */
record Publication(String topic, String payload) {}
