/**
 * Readings from an MQTT broker.
 *
 * <pre>
 *   Paho's receiver thread                                    acknowledger thread
 *   BrokerSocket ─ Connection ─ MessageHandler ─ input ring    PendingAcks ─ durable? ─ MqttLink.acknowledge
 *    └ DeliveryWindow  └────────── PendingAcks ────────────────────┘
 *
 *   supervisor thread: one fresh MqttLink and Connection an attempt; connect, subscribe, wait for the end, pause
 * </pre>
 *
 * A {@code Connection} is one epoch: its acknowledgements die with it. Paho (v5 and v3) stands behind {@code MqttLink} and is
 * never asked to reconnect; sockets are ours ({@code BrokerSocketFactory}), so an attempt can always be ended. Messages never
 * reach Paho: {@code BrokerSocket} takes them from the stream before it.
 */
package io.tocsin.ingest.mqtt;
