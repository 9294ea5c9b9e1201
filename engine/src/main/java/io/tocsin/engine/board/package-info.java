/**
 * The alarm board: the second stage of the fold, one state for each alarm and sensor.
 *
 * <pre>
 *    episodes of the rules ──┐
 *    operator actions ───────┼──► board ──► events, each with its state and whether it rings
 *    the journal's clock ────┘      LifeCycleTable: states and inputs (AlarmInput)
 * </pre>
 */
package io.tocsin.engine.board;
