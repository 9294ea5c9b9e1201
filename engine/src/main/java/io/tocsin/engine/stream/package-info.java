/**
 * Derived streams as operators: windows of one input, and joins of two.
 *
 * <pre>
 *    samples of a key ──► WindowOperator ──► KeyedWindows (engine.window) ──► rows, derived readings
 *                          ├─ StreamKeys: clocks and derived sensors of the keys
 *                          ├─ CounterKeys, CarriedValues: the sample before a window
 *                          └─ StateNumbers: states of texts
 *
 *    left  ──► JoinOperator ── JoinPairs: clocks and held samples of both sides ──► JoinResults: rows, derived readings
 *    right ──►  ├─ IntervalJoinOperator    times differ within bounds
 *               ├─ WindowJoinOperator      in one window
 *               └─ LatestJoinOperator      the newest right sample
 * </pre>
 *
 * Only the fold makes these operators.
 */
package io.tocsin.engine.stream;
