/**
 * Values of alarm rules.
 *
 * <pre>
 *    RuleHead     Priority, OnBad: fields of all types      FieldWriter, FieldReader: fields of one type, stored
 *    LimitLevel   Level with limit and deadband             StateSet: states that raise or clear
 *    RuleDelay    a time that a rule waits
 * </pre>
 *
 * {@code plan.codec} implements reader and writer; the rules of {@code plan} do not know the format.
 */
package io.tocsin.engine.plan.alarm;
