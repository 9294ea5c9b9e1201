/**
 * Windows over the samples of many keys: a slot a key, off-heap, bounded.
 *
 * <pre>
 *    sample ──► KeyedWindows ──► WindowHandler     windows that close
 *                ├─ AlignedWindows      tumbling, sliding: PaneRings, CurrentPanes; AlignedResults, WindowMerge
 *                ├─ ListedWindows       a list a key (WindowLists)
 *                │   ├─ SessionWindows
 *                │   ├─ CumulativeWindows
 *                │   └─ CalendarWindows     CalendarBoundaries
 *                ├─ CountWindows, RollingWindows, StateWindows
 *                └─ made by WindowFactory
 *
 *    Panes (PlainPanes, PaneLayout): a mergeable summary of samples     ValueHistogram, DistinctValues: its sketches
 *     └─ HeldTimes, CarriedTimes: how long values held     CounterSteps: the steps of a counter
 *    TimeWindows: which windows contain a time, for joins
 * </pre>
 *
 * Operators of streams and functions with aggregates use {@code WindowFactory}. One thread; nothing allocates after
 * a slot is open.
 */
package io.tocsin.engine.window;
