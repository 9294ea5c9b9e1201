/**
 * The time of each scope: a sensor, a derived sensor or a group of an alarm, each in a state record of one cache line.
 *
 * <pre>
 *    Scopes ── state records of one kind, laid out by SensorLayout
 *      │
 *      ├─ IdleSchedule   scopes whose timers the gateway's clock makes due (time of the sensor)
 *      ├─ SourceScope    scopes that share the time of the same sources (time of the source)
 *      │   └─ DueQueue       their timers by due time, then rank
 *      └─ BehindRuns     runs of readings that are all older than their sensor's time
 * </pre>
 *
 * A table without decisions: memory, dispatch and fold read and write it. FoldNotices reports to the people who run
 * the gateway.
 */
package io.tocsin.engine.scope;
