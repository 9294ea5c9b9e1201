/**
 * Decided results on their way to the alarm log: views over one reused buffer.
 *
 * <pre>
 *    fold ──► ResultHandler ─┬─ AlarmEventFlyweight   AlarmEventKind, AlarmEventReason
 *                            │   └─ AlarmBoardFlyweight  AlarmState, ShelfKind: of alarms with a life cycle
 *                            └─ StreamRowFlyweight
 *             ResultNames, AlarmRules: names for the numbers, for any thread with a result
 * </pre>
 */
package io.tocsin.engine.result;
