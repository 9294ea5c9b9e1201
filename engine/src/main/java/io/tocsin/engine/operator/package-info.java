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
 *                                                    ├─ SensorNaming, NameTable    names for the ids (SensorIds)
 *                                                    ├─ ReadingOrigin              sensor of the current reading
 *                                                    └─ CurrentEdition, UnmatchedKeys
 *
 *    KeyedOperator ──► ExpectedKeys    sensors known by name only     StateMatcher    whether a value is a state
 * </pre>
 *
 * Every kind of operator, and the packages that drive operators, may depend on this package. This package knows no
 * kind itself: {@code fold.Operators} creates the operators.
 */
package io.tocsin.engine.operator;
