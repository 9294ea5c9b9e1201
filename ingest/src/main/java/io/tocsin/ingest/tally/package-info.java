/** Tallies of each topic filter and file: accepted, dropped and odd readings, for notices. */
package io.tocsin.ingest.tally;
