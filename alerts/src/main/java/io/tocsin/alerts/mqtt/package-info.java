/**
 * A publisher's half of MQTT 5 and 3.1.1, QoS 0 and 1: the part of the protocol that a sink needs, including all limits
 * and reasons stated by a broker.
 *
 * <pre>
 *   MqttPublisher ──PacketEncoder──▶ socket ──▶ broker
 *        ▲                             │
 *        └── acknowledgements ── reader thread (PacketReader)
 * </pre>
 */
package io.tocsin.alerts.mqtt;
