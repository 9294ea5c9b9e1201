/**
 * Finds and checks the content of a journal with plain reads: damage is an exception, never a crash.
 *
 * <pre>
 *    JournalDirectory ── generations, segments          EndMark, JournalExtent: end of each, and of the whole
 *         │
 *    JournalIndex ── SegmentHead a segment ──► position to segment; TornTail: an unfinished end
 *         │
 *    ChronicleJournalReader ── BatchReader ── ExcerptReader ── file
 *         │                       └─ Continuity: does a batch follow from the one before?
 *         ├─► RecordHandler                     recovery, followers, dumps
 *         └─► JournalVerifier, JournalAudit     SegmentInfo a segment; JournalBounds for a start
 * </pre>
 */
package io.tocsin.persistence.journal.read;
