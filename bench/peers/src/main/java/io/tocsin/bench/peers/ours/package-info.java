/** Tocsin and its floor in open loop: flat arrays, the fold alone, and the gateway's pipeline up to the alarm log. */
package io.tocsin.bench.peers.ours;
