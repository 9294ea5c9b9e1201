/**
 * Metrics of a running gateway, for Prometheus to scrape.
 *
 * <pre>
 *    Counters ────► CounterMetrics (names and help: CounterMetric) ──┐
 *    Latencies ───► LatencyMetrics ──────────────────────────────────┼──► GatewayMetrics ──► text
 *    Gateway ─────► GatewayGauges ───────────────────────────────────┤    (client_java)
 *    the JVM ─────► JvmMetrics, of client_java ──────────────────────┘
 * </pre>
 *
 * A scrape reads what other threads count. It waits for none of them, and no reading waits for it.
 */
package io.tocsin.gateway.metrics;
