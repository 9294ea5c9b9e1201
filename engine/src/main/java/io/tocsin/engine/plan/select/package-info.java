/**
 * Which sensors an operator sees, and which of them share a key.
 *
 * <pre>
 *    Input ─┬─ SensorSelector   filters over names ── SelectorIndex: all selectors of a plan in one tree
 *           └─ KeyTemplate      {1}/{2}: the key, from levels of the name
 * </pre>
 */
package io.tocsin.engine.plan.select;
