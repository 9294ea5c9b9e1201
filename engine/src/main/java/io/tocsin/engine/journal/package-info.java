/**
 * The port of the journal: appending records, reading them back, and snapshots.
 *
 * <pre>
 *    engine thread ──► Journal ── append, commit ──► persistence
 *    recovery      ◄── JournalReader ── RecordHandler ◄──┘
 *    snapshots     ◄─► SnapshotStore
 *
 *    bodies of records: SensorDefinition, TextDefinition, ClockStep, JournalGap, SourceProgress;
 *    ControlKind tells them apart
 * </pre>
 *
 * Interfaces and bodies only; {@code persistence} implements them. A JournalException is final: the gateway stops.
 */
package io.tocsin.engine.journal;
