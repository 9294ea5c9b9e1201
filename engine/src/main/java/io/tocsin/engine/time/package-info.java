/**
 * The due times of many scopes in one heap: {@code DueQueue}. Read at every tick of the gateway's clock, and by the
 * ticker to schedule the next tick.
 */
package io.tocsin.engine.time;
