/**
 * The running gateway.
 *
 * <pre>
 *    Gateway ─┬─ DataDirectoryGuard, RecoveredData      before readings are accepted
 *             ├─ Doors ── api.LocalApi, commands.MqttCommands    actions of operators
 *             ├─ MeasuredGateway ── metrics.GatewayMetrics       what GET /metrics shows
 *             ├─ GatewaySources ── pipeline ── OutputsLater ── alarm outputs
 *             ├─ restart.Snapshotter, Housekeeping      bound the data directory
 *             ├─ AdmissionNotices, ClockNotices, UnmatchedLookups, Reporter, RunSummary    for people
 *             └─ StallWatch, ProcessFailStop            end the process after a failure
 *
 *    Replay: a journal through other rules, without a gateway
 * </pre>
 *
 * Commands use {@code Gateway} and {@code Replay}.
 */
package io.tocsin.gateway.run;
