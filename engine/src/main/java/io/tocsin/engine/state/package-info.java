/**
 * Memory of operators: off-heap records of one size per key, and the stream of a snapshot.
 *
 * <pre>
 *    NodeLists     doubly linked lists of slots
 *        ▼
 *    StateArena ── chunk ── slot, slot, slot, …        address = chunk of index + offset of index
 *        │ writeTo                ▲ readFrom
 *        ▼                        │
 *    StateOutput ── sections ──► StateInput            StateCopy: from one object to another, through a pipe
 * </pre>
 */
package io.tocsin.engine.state;
