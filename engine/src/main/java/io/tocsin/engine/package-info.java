/** The core of the gateway: vocabulary, plan, ring, operators, time, state and ports. */
package io.tocsin.engine;
