/**
 * Latency in open loop: each reading counts from its intended time of sending.
 *
 * <pre>
 *    PacedLatency ── PacedWorker a round, in a JVM of its own ── PacedJournal, TimedAlarmLog
 *    PacedFeed: the readings of a round and its latencies, for other engines too (bench/peers)
 * </pre>
 */
package io.tocsin.bench.paced;
