/**
 * Memories of readings that a broker may deliver again.
 *
 * <pre>
 *    reading ──► SourceMemories ─┬─ RecentReadings   the last readings of one source
 *                                └─ DedupeStore      the last readings of one sensor (plans of the first edition)
 *
 *    SourceBook: the index of each source, stable over changes of the plan        MemorySizes: what a memory costs
 * </pre>
 *
 * Only the fold uses this package, before it counts a reading.
 */
package io.tocsin.engine.memory;
