/** Measures: JMH for the parts, an open-loop load for the whole. */
package io.tocsin.bench;
