/**
 * Due times of many scopes in one heap: {@code IdleQueue}. Ticks of the gateway's clock ask it, and so does the ticker.
 */
package io.tocsin.engine.time;
