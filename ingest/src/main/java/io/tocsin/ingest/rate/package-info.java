/** Generated readings at a given rate, for tests and benches. */
package io.tocsin.ingest.rate;
