/**
 * The formats of payloads: what each is read by, and what is taken off around it.
 *
 * <pre>
 *   PayloadConfig ─ UnwrappingReader (gzip, byte order mark, NUL) ─┬ DocumentMapper ─ reader of the PayloadFormat
 *                                                                  │  └ NumberReader before it: a plain number
 *                                                                  ├ SenmlReader
 *                                                                  └ LineProtocolReader
 * </pre>
 */
package io.tocsin.ingest.payload;
