/**
 * Readings from an MQTT broker.
 *
 * <pre>
 *   Paho's receiver thread                                       acknowledger thread
 *   link.BrokerSocket ─ Connection ─ MessageHandler ─ input ring    PendingAcks ─ durable? ─ MqttLink.acknowledge
 *    └ DeliveryWindow  └────────── PendingAcks ───────────────────────┘
 *
 *   MessageHandler: TopicRoutes ─ TopicRoute ─ PayloadReader: a mapping, or SparkplugHost
 *
 *   supervisor thread, MqttSource: one fresh MqttLink and Connection an attempt; connect, subscribe
 *   (Subscriptions), wait for the end, pause (Backoff);
 *   of a Sparkplug host its state and requests meanwhile (HostSession)
 * </pre>
 *
 * A {@code Connection} is one epoch: its acknowledgements die with it. {@code link} is the way to the broker,
 * {@code wire} the packets on it.
 */
package io.tocsin.ingest.mqtt;
