/** Readings from CSV files, as fast as they can be read or at the pace of their times. */
package io.tocsin.ingest.file;
