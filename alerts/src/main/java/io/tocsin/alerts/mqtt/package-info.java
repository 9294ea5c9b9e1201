/**
 * A publisher's half of MQTT 5 and 3.1.1, QoS 0 and 1: as much of the protocol as a sink needs, with every limit and
 * reason that a broker states.
 *
 * <pre>
 *   MqttPublisher ──PacketEncoder──▶ socket ──▶ broker
 *        ▲                             │
 *        └── acknowledgements ── reader thread (PacketReader)
 * </pre>
 */
package io.tocsin.alerts.mqtt;
