/** Time of a gateway's start, with and without snapshots. */
package io.tocsin.bench.recovery;
