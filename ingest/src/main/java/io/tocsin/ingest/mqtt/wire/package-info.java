/**
 * MQTT packets on the socket, below Paho: it sees the answers to its own requests and nothing else.
 *
 * <pre>
 *   socket ─ InboundPackets ─┬─ PUBLISH ─ MessageListener (message, or refused: too large, odd topic, malformed)
 *                            ├─ PUBREL ─ answered            PINGRESP, stray acknowledgements ─ dropped
 *                            └─ CONNACK, SUBACK, UNSUBACK ─ Paho
 *   socket ─ OutboundPackets ┬─ Paho: CONNECT, SUBSCRIBE, UNSUBSCRIBE, PINGREQ, DISCONNECT
 *                            └─ our acknowledgements and messages, between two of Paho's packets
 * </pre>
 */
package io.tocsin.ingest.mqtt.wire;
