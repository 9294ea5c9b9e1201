/**
 * The start of a damaged alarm log: read all that can be read, decide the rest again from the journal, swap files at
 * once.
 *
 * <pre>
 *    files ── LogContent ── LogFaults ──► LogRepair ──► new files ── SegmentSwap ──► in place
 *               │                            └─ LostEvents: nobody can decide them again
 *               └─ Anchor: an event that outlives its place        DamagedFiles: the old ones, for people
 * </pre>
 *
 * {@code AlarmLog} comes in when it opens.
 */
package io.tocsin.alerts.log.repair;
