/**
 * Users' functions as operators: a {@code KeyedProcessFunction} processes one reading or timer a turn, and its results
 * become derived readings.
 *
 * <pre>
 *    reading, timer ──► ProcessOperator ──► KeyedProcessFunction
 *                        ├─ ReadingView     the reading, as the function sees it (InputIndexes: which input)
 *                        ├─ ProcessTurn     the key, and where results go
 *                        ├─ ProcessKeys     clocks and outputs of each key
 *                        └─ OwnState        bytes of a CheckpointedFunction
 * </pre>
 *
 * Only the fold makes the operator. ProcessSizes computes the cost of a key, for budgets.
 */
package io.tocsin.engine.process;
