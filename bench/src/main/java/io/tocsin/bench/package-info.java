/** Benches: JMH for the parts, an open-loop load for the whole gateway. */
package io.tocsin.bench;
