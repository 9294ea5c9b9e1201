/**
 * Processor time, throughput and latency of a gateway behind a broker, beside a client that only counts.
 *
 * <pre>
 *   MqttCost ─┬─ Broker           Mosquitto, a process of its own
 *             ├─ PacedPublisher   messages at their intended times
 *             └─ MqttWorker       a JVM for each client ─┬─ GatewayClient   the whole gateway
 *                                                        └─ PahoClient      counts
 * </pre>
 */
package io.tocsin.bench.mqtt;
