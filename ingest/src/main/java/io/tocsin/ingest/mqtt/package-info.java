/**
 * Readings from an MQTT broker.
 *
 * <pre>
 *   Paho's receiver thread                                       acknowledger thread
 *   link.BrokerSocket ─ Connection ─ MessageHandler ─ input ring    PendingAcks ─ durable? ─ MqttLink.acknowledge
 *    └ DeliveryWindow  └────────── PendingAcks ───────────────────────┘
 *
 *   MessageHandler: TopicRoutes ─ TopicRoute ─ decoder ─ SensorTemplate
 *
 *   supervisor thread, MqttSource: one fresh MqttLink and Connection an attempt; connect, subscribe
 *   (Subscriptions), wait for the end, pause (Backoff)
 * </pre>
 *
 * A {@code Connection} is one epoch: its acknowledgements die with it. {@code link} is the way to the broker,
 * {@code wire} the packets on it.
 */
package io.tocsin.ingest.mqtt;
