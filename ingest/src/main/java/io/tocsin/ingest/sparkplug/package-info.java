/**
 * A Sparkplug B 3.0 host application: the payloads, the state of every edge node, and the requests for births.
 *
 * <pre>
 *   message ── SparkplugHost ─┬─ TopicTarget ── EdgeNode ─┬─ Sequence, RebirthRequests
 *                             │                           └─ Device ── MetricTable ── Metric
 *                             └─ SparkplugPayload ── MetricFields ── MetricValues ──► Readings
 *                                     └─ ProtoCursor
 *   time ──── SparkplugHost.due ──► requests for rebirth (HostMessages), BAD readings of what has not come back
 * </pre>
 *
 * Births define names and aliases; data are read by them. The host is a {@code PayloadReader}, so readings take the
 * same way into the ring as those of any other topic. One thread at a time.
 */
package io.tocsin.ingest.sparkplug;
