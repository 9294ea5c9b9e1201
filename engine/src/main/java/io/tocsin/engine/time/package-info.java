/**
 * Due times of many scopes in one heap: {@code DueQueue}. With time of the sensor there is one, which ticks of the
 * gateway's clock and the ticker ask; with time of the source there is one for each set of sources.
 */
package io.tocsin.engine.time;
