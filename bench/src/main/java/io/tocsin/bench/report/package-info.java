/**
 * The pages of a comparison: Markdown tables and a chart, from measurements.
 *
 * <pre>
 *    Comparison      rates and bytes of contenders by workload, in rounds ──► tables of rates, ratios and bytes
 *    LatencyCurve    latencies of one contender at one rate               ──► table, LatencyChart (SVG)
 * </pre>
 */
package io.tocsin.bench.report;
