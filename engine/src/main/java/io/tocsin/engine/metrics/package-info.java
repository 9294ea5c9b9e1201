/**
 * Counters and latencies of the stations. Each writer has its own; the reporter sums.
 *
 * <pre>
 *    Counters ── Counter, Counter, …        Latencies ── LatencyRecorder a thread and LatencyStage ──► HistogramLog
 * </pre>
 */
package io.tocsin.engine.metrics;
