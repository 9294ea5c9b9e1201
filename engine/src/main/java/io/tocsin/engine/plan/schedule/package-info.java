/**
 * Schedules: named weekly spans of local time, with exceptions by date.
 *
 * <pre>
 *    ScheduleText ──► Schedule ─┬─ WeeklySpans      mon-fri 06:00-22:00
 *       (parses)                ├─ DatedSpans       2026-12-25 closed      (both: days and DaySpan …)
 *                               └─ ZoneTransitions  clock changes of the zone, as a table of numbers
 * </pre>
 *
 * A schedule is a value of the plan. It contains the clock changes of its zone, so a replay under a JDK with newer
 * zone tables repeats the recorded decisions.
 */
package io.tocsin.engine.plan.schedule;
