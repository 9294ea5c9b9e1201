/**
 * How a stream cuts samples into windows, and what it tells of each: {@code Window} and its kinds, {@code Aggregate},
 * {@code EmitMode}, {@code LatePolicy}.
 */
package io.tocsin.engine.plan.window;
