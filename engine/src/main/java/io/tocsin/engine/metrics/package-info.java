/**
 * Counters and latencies of the stations. Each writing thread has its own; the reporter adds them up.
 *
 * <pre>
 *    Counters ── Counter, Counter, …        Latencies ── LatencyRecorder a thread and LatencyStage ──► HistogramLog
 * </pre>
 */
package io.tocsin.engine.metrics;
