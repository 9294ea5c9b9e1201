/**
 * The plan: sources, streams, operators and sinks of a gateway, immutable and independent of how it is run.
 *
 * <pre>
 *    Plan ─┬─ SourceNode …
 *          ├─ OperatorNode …
 *          │    ├─ AlarmRule     LimitRule, MissingRule, …: a rule for each AlarmType  (values: plan.alarm)
 *          │    └─ DerivedNode   StreamNode (plan.window), JoinNode (plan.join), ProcessNode
 *          └─ SinkNode …
 *
 *    plan.select: which sensors an operator sees        PlanInputs: which input a sensor enters by
 *    plan.codec:  a plan as bytes, in a journal record  Edition:    the meaning that its rules have
 * </pre>
 *
 * YAML and the Java API build a plan; the engine, budgets and reports read it. The sealed families stay in one package,
 * as Java demands; their values have packages of their own.
 */
package io.tocsin.engine.plan;
