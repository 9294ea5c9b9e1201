/**
 * The time of each scope: a sensor, a derived sensor or a group of an alarm, one cache line each.
 *
 * <pre>
 *    Scopes ── lines of one kind, drawn by SensorLayout
 *      │
 *      ├─ IdleSchedule   scopes whose timers the running clock makes due (time of the sensor)
 *      ├─ SourceScope    scopes that share the time of the same sources (time of the source)
 *      │   └─ DueQueue       their timers by due time, then rank
 *      └─ BehindRuns     runs of readings that are all older than their sensor's time
 * </pre>
 *
 * A table of facts without decisions: memory, dispatch and fold read and write it. FoldNotices is the way from here to
 * people.
 */
package io.tocsin.engine.scope;
