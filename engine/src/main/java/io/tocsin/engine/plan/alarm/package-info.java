/**
 * Values of alarm rules.
 *
 * <pre>
 *    RuleHead     Priority, OnBad: fields of all types      FieldWriter, FieldReader: fields of one type, stored
 *    LimitLevel   Level with limit and deadband             StateSet: states that raise or clear
 *    RuleDelay    a time that a rule waits
 * </pre>
 *
 * {@code plan.codec} gives the two ways to bytes; the rules of {@code plan} use them without a view of a format.
 */
package io.tocsin.engine.plan.alarm;
