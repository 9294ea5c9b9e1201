/**
 * The bytes of the journal: records in batches, batches in excerpts.
 *
 * <pre>
 *    excerpt = batch = BatchHead (BatchLayout: counts, CRC, chain), record, record, … (RecordLayout)
 *
 *    RecordEncoder ─┬─ SensorContexts   each sensor's last reading in the segment, for deltas ─┬─ RecordDecoder
 *                   └─ Varint, DecimalScale, TimeUnitCode ─────────────────────────────────────┘
 *    BatchBuffer: the batch being written        ChronicleMetadata: excerpts that are Chronicle's own
 *
 *    DamageException, JournalFault: damaged bytes
 * </pre>
 */
package io.tocsin.persistence.journal.format;
