/**
 * State across restarts: saved while the gateway runs, restored before it accepts readings.
 *
 * <pre>
 *    journal ── Follower: a second fold ──► SavedState ─┬─ Snapshotter at intervals
 *                                                       └─ Savepoints    by name, on request
 *    newest snapshot, later journal ── Restart ──► operators, dictionaries, alarm log
 *                                             ├─ JournalWitnesses   do other files prove more journal?
 *                                             └─ PlanChange         what new rules do to the state
 *    DamagedJournal (SetAsideNote): sets a damaged journal aside and starts anew, with a reported gap
 * </pre>
 *
 * Used by the gateway and the savepoint commands.
 */
package io.tocsin.gateway.restart;
