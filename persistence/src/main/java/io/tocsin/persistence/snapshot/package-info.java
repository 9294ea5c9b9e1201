/**
 * Snapshots and savepoints: one file for each state, in checked blocks.
 *
 * <pre>
 *    state ── BlockOutput ──► SnapshotFile (SnapshotLayout) ── BlockInput ──► state
 *                               ├─ SnapshotFiles     by position, the newest few
 *                               └─ SavepointFiles    by name, until deleted
 * </pre>
 */
package io.tocsin.persistence.snapshot;
