/** The middle of the house: vocabulary, plan, ring, operators, time, state and ports. */
package io.tocsin.engine;
