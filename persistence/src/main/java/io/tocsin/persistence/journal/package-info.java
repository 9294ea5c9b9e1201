/**
 * The journal on Chronicle Queue, written by one thread and kept by another.
 *
 * <pre>
 *    engine thread                                     maintenance thread
 *    ChronicleJournal ── RecordEncoder, BatchBuffer    JournalMaintenance
 *         │ one excerpt a batch                          ├─ SegmentSupply    the next segment, prepared
 *         ▼                                              ├─ RoomGate         waits while the device is full
 *    JournalSegments                                     ├─ SegmentMapping   forces what is new (SyncPolicy)
 *         ▼                                              │
 *    SegmentFile ── SegmentQueue ── the file ◄───────────┘
 *
 *    Retention (RetentionPolicy): deletes the oldest segments
 * </pre>
 *
 * {@code format} defines the bytes, {@code disk} handles the device, {@code read} finds and checks journals; each
 * depends only on the packages before it. The gateway uses {@code ChronicleJournal}, {@code JournalFiles}, {@code
 * Retention} and {@code read}.
 */
package io.tocsin.persistence.journal;
