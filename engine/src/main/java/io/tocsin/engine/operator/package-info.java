/**
 * The contract between the fold and its operators: state per key, fed one reading at a time in journal order.
 *
 * <pre>
 *             reading, advance, finish, snapshot
 *    fold ──────────────────────────────────────────► KeyedOperator     a slot a key; ReorderingOperator wraps one
 *                                                         │                that needs event-time order
 *                                                         ▼
 *    events, rows ◄── EventEmitter ◄──────────── OperatorContext ──► DerivedOutputs   readings of derived sensors
 *    (numbered, stamped by JournalClock)             │
 *                                                    ├─ SensorNaming, NameTable    names behind the ids (SensorIds)
 *                                                    ├─ ReadingOrigin              sensor of the current reading
 *                                                    └─ CurrentEdition, UnmatchedKeys
 * </pre>
 *
 * Open to every kind of operator and to the rooms that drive them. Knows no kind itself: {@code fold.Operators} makes
 * them.
 */
package io.tocsin.engine.operator;
