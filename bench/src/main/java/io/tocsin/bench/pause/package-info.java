/** Pauses that snapshots, segment rolls and reservations add to the thread that journals and decides. */
package io.tocsin.bench.pause;
