/**
 * Alarms that a configuration would have raised over the last minutes.
 *
 * <pre>
 *   ListeningConfig ── journal of a gateway that only listens ─┐
 *                      journal of the configured gateway ──────┴─ Trial ── HeardSensors ── run.Replay
 *                                                                   │      JournalEnd         │
 *                                                                   └───── RuleLines ◄─── AlarmCounts
 * </pre>
 *
 * A trial evaluates a journal with the code of a replay, and only reads it. No sink receives anything.
 */
package io.tocsin.gateway.trial;
