/**
 * What a user's function sees: readings, keyed state, timers, outputs; and the registry in which a plan finds it. See {@link
 * io.tocsin.engine.function.KeyedProcessFunction}.
 */
package io.tocsin.engine.function;
