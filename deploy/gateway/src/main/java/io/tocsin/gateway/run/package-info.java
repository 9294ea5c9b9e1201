/**
 * The gateway as one running thing.
 *
 * <pre>
 *    Gateway ─┬─ DataDirectoryGuard, RecoveredData      before anything is taken
 *             ├─ GatewaySources ── pipeline ── OutputsLater ── alarm outputs
 *             ├─ restart.Snapshotter, Housekeeping      bound what the data directory holds
 *             ├─ AdmissionNotices, ClockNotices, UnmatchedLookups, Reporter, RunSummary    for people
 *             └─ StallWatch, ProcessFailStop            end the process when nothing else does
 *
 *    Replay: a journal through other rules, without a gateway
 * </pre>
 *
 * Commands come in by {@code Gateway} and {@code Replay}.
 */
package io.tocsin.gateway.run;
