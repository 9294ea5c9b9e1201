/**
 * A plan as the body of a PLAN record. Equal plans have equal bytes.
 *
 * <pre>
 *    Plan ── PlanCodec ── OperatorCodec ── PlanWriter ──► bytes ── PlanReader ──► Plan
 * </pre>
 */
package io.tocsin.engine.plan.codec;
