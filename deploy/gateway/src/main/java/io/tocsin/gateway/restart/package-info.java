/**
 * State over restarts: saved while the gateway runs, brought back before it takes a reading.
 *
 * <pre>
 *    journal ── Follower: a second fold ──► SavedState ─┬─ Snapshotter   every so often
 *                                                       └─ Savepoints    by name, on request
 *    newest snapshot, journal behind it ── Restart ──► operators, dictionaries, alarm log
 *                                             ├─ JournalWitnesses   do other files know of more journal?
 *                                             └─ PlanChange         what new rules do to the state
 *    DamagedJournal (SetAsideNote): sets a damaged journal aside and starts anew, with a gap that people hear of
 * </pre>
 *
 * The gateway and the savepoint commands come in.
 */
package io.tocsin.gateway.restart;
