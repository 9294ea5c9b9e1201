/** Time that a gateway takes to come up, with snapshots and without. */
package io.tocsin.bench.recovery;
