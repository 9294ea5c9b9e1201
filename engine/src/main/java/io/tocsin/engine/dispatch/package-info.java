/**
 * Routes a sensor's readings to its operators, and an operator's results to their derived sensors.
 *
 * <pre>
 *    a reading:   sensor ── record in ScopeTables ───► Dispatch ── (operator, slot), (operator, slot), …
 *                                                          ▲             └► OperatorTable
 *    a new sensor, a new plan:                        EntryWriter ── Selection    which operators select a name
 *                                                          │     └── PlanChange   entries of the previous plan
 *                                                          ▼
 *    result of a key, group ───────────────────────► DerivedSensors ── a record of its own, as any sensor
 *                                                          │
 *                                                     OperatorBook   every version of rules and streams
 *
 *    from the entries:      ScopeOperators   all operators of a scope        GroupMembers   all members of a group
 *                           GroupValues      how many members have a value   PlanInForce    the current plan
 * </pre>
 *
 * The hot path reads {@code Dispatch}. The fold links when a sensor is defined or a plan changes; shards read.
 */
package io.tocsin.engine.dispatch;
