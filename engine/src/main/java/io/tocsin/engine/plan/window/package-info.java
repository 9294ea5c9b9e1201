/**
 * How a stream divides samples into windows, and the rows it emits of them: {@code Window} and its kinds,
 * {@code Aggregate}, {@code EmitMode}, {@code LatePolicy}.
 */
package io.tocsin.engine.plan.window;
