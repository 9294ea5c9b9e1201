/**
 * Values of joins: the condition for partners ({@code JoinCondition}), the samples emitted ({@code JoinType}), and the
 * values computed from a pair ({@code JoinValue}).
 */
package io.tocsin.engine.plan.join;
