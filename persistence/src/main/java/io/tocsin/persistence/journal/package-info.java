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
 * {@code format} says what the bytes are, {@code disk} deals with the device, {@code read} finds and checks what is
 * there; each knows only those before it. The gateway comes in by {@code ChronicleJournal}, {@code JournalFiles},
 * {@code Retention} and {@code read}.
 */
package io.tocsin.persistence.journal;
