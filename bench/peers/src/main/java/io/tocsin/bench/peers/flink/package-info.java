/**
 * The workloads on Apache Flink, in this process with one slot.
 *
 * <pre>
 *    FlinkRow, FlinkPaced ── FlinkCluster
 *      PassSource ──► keyed (chained, or with an exchange) ──► HighAlarm │ Silence │ windows of Stats ──► Sink
 * </pre>
 *
 * <p>A nanosecond here is a millisecond there; only Flink's names for it differ. The watermark is the source's; as no
 * reading of the workloads is later than its delay, each sensor has the windows of a watermark of its own.
 */
package io.tocsin.bench.peers.flink;
