/** Latency in open loop: each reading counts from the time it was meant to be sent. */
package io.tocsin.bench.paced;
