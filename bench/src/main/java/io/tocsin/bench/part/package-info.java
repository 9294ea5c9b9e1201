/** Parts of the way by themselves, by JMH: decode, hand off, append, decide. */
package io.tocsin.bench.part;
