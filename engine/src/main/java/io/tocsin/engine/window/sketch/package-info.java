/**
 * Sketches of many values in few bytes, at addresses in panes: mergeable, and independent of the order of values.
 *
 * <pre>
 *    ValueHistogram    percentiles, by buckets of a relative width
 *    DistinctValues    how many different values, exact while few, then a HyperLogLog
 *     └─ SortedLongs   the list that both keep while it is short
 * </pre>
 *
 * Only panes ({@code window.Panes}, {@code window.PaneLayout}) come in.
 */
package io.tocsin.engine.window.sketch;
