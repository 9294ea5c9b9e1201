/**
 * Values of joins: when two samples are partners ({@code JoinCondition}), which samples leave ({@code JoinType}), and
 * what a pair tells ({@code JoinValue}).
 */
package io.tocsin.engine.plan.join;
