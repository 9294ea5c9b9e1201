/**
 * The way from a sensor to its operators, and from an operator's results to the sensors they are.
 *
 * <pre>
 *    sensor ── its line ──► Dispatch ── (operator, slot), (operator, slot), …
 *                               ▲
 *    result of a key ──► DerivedSensors ── a line of its own, as any sensor
 *                               │
 *                           OperatorBook     every version of every rule and stream, by dense id
 * </pre>
 *
 * The fold links both when a sensor is defined or a plan changes; shards read.
 */
package io.tocsin.engine.dispatch;
