/**
 * The way from a sensor to its operators, and from an operator's results to the sensors they are.
 *
 * <pre>
 *    a reading:   sensor ── its line in ScopeTables ──► Dispatch ── (operator, slot), (operator, slot), …
 *                                                          ▲             └► OperatorTable
 *    a new sensor, another plan:                      EntryWriter ── Selection    which operators select a name
 *                                                          │     └── PlanChange   entries of the plan before
 *                                                          ▼
 *    result of a key, group ───────────────────────► DerivedSensors ── a line of its own, as any sensor
 *                                                          │
 *                                                     OperatorBook   every version of rules and streams
 *
 *    asked of the entries:  ScopeOperators   all operators of a scope        GroupMembers   all members of a group
 *                           GroupValues      how many members have a value   PlanInForce    whose operators they are
 * </pre>
 *
 * The hot path reads {@code Dispatch}. The fold links when a sensor is defined or a plan changes; shards read.
 */
package io.tocsin.engine.dispatch;
