/** Latency in open loop: each reading counts from its intended time of sending. */
package io.tocsin.bench.paced;
