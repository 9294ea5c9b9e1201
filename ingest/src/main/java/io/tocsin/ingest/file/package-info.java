/**
 * Readings from files, as fast as they can be read or at the pace of their times.
 *
 * <pre>
 *   file → FileText       bytes in any encoding become UTF-8, with their offsets in the file
 *        → RowReader      rows, whose ends a RowSplitter finds; comments and blank lines are none
 *        → FileInput      readings of a row
 *             ↳ CsvInput       CsvReader with CsvFields, lines around the header, CsvColumns by name or number,
 *             ↳                CsvRow: time, quality and values, sensors by CsvNames
 *             ↳ InfluxInput    LineRows, each read by the LineProtocolReader
 *        → FileReadings   all readings of a row, then into the ring
 *             ↳ SortedReadings    with order: sort, before the ring
 *   FileSource drives them, and publishes how far it has read: ProgressScheme
 * </pre>
 */
package io.tocsin.ingest.file;
