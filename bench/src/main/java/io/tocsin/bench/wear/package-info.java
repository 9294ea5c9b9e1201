/** Bytes that a day of the journal writes to the device, by rate and sync level. */
package io.tocsin.bench.wear;
