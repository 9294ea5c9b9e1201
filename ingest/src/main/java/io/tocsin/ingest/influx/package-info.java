/**
 * InfluxDB line protocol.
 *
 * <pre>
 *   payload ─→ LineScanner (one line: ranges of its parts) ─→ LineProtocolReader ─→ Readings
 * </pre>
 */
package io.tocsin.ingest.influx;
