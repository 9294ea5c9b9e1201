/** Single stations of a reading's way, by JMH: decode, hand off, append, decide. */
package io.tocsin.bench.part;
