/**
 * The way to an MQTT broker: sockets of ours below Paho, so that an attempt can always be ended.
 *
 * <pre>
 *    MqttLink ── PahoLink ─┬─ PahoV5Link ─┐
 *                          └─ PahoV3Link ─┴─ BrokerSocketFactory ── BrokerSocket ── wire ── broker
 *                                                   └─ LinkLimits       └─ BrokerTls (engine.broker)
 *    BrokerSocket ──► LinkListener        messages, taken from the stream before Paho sees them
 *    LinkFailures ──► LinkException       why an attempt failed, for people
 *    ProtocolChoice: MQTT 5, or 3.1.1 when the broker knows no other
 * </pre>
 *
 * {@code MqttSource} makes a fresh link for each attempt; Paho is never asked to reconnect.
 */
package io.tocsin.ingest.mqtt.link;
