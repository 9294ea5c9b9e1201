/**
 * The interface of users' functions: readings, keyed state, timers, outputs; and the registry in which a plan finds
 * them. See {@link io.tocsin.engine.function.KeyedProcessFunction}.
 */
package io.tocsin.engine.function;
