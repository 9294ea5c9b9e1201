/**
 * Figures of an alarm system over a period: how many alarms ring, in floods or by few rules, how they are answered, and
 * what is hidden (ISA-18.2, IEC 62682, EEMUA 191).
 *
 * <pre>
 *    events of the alarm log,    FigureEvent                                     ┌─ FigureJson
 *    or of a replay ────────────► EventSorter ──► AlarmFigures ──► FigureReport ─┼─ FigureCsv
 *                              (event time)      ├─ Pair         (Figures        └─ table of the command
 *                                                └─ Scope         for an area)
 * </pre>
 *
 * Memory grows with alarms and sensors and with the alarms of ten minutes, not with the events.
 */
package io.tocsin.alerts.figure;
