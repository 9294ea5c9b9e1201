/**
 * The start of a damaged alarm log: read all sound frames, decide the rest again from the journal, swap the files
 * atomically.
 *
 * <pre>
 *    files ── LogContent ── LogFaults ──► LogRepair ──► new files ── SegmentSwap ──► in place
 *               │                            └─ LostEvents: they cannot be decided again
 *               └─ Anchor: identity of an event        DamagedFiles: the old ones, for people
 * </pre>
 *
 * Used by {@code AlarmLog} when it opens.
 */
package io.tocsin.alerts.log.repair;
