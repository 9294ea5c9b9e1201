/**
 * Which sensors an operator sees, and which of them share a key.
 *
 * <pre>
 *    Input ─┬─ SensorSelector   filters over names ── SelectorIndex: all selectors of a plan in one tree
 *           └─ KeyTemplate      {1}/{2}: the key, from levels of the name
 *
 *    TopicFilter: matches, overlaps, covers; for all that has to do with filters, in every module
 * </pre>
 */
package io.tocsin.engine.plan.select;
