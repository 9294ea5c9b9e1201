/**
 * Readings from CSV files, as fast as they can be read or at the pace of their times.
 *
 * <pre>
 *   file → CsvText        bytes in any encoding become UTF-8, with their offsets in the file
 *        → CsvReader      rows, each split by CsvFields; comments and blank lines are none
 *        → CsvInput       lines around the header, CsvColumns by name or number
 *        → CsvRow         time, quality and values of a row
 *        → CsvReadings    sensors by CsvNames; all readings of a row, then into the ring
 *             ↳ SortedReadings    with order: sort, before the ring
 *   CsvFileSource drives them, and publishes how far it has read: ProgressScheme
 * </pre>
 */
package io.tocsin.ingest.file;
