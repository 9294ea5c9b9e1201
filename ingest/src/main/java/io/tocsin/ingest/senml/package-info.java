/**
 * SenML (RFC 8428) in JSON and CBOR.
 *
 * <pre>
 *   JsonReader ┐
 *              ├→ RecordFields (by label) ─→ SenmlReader ─→ Readings
 *   CborReader ┘
 * </pre>
 */
package io.tocsin.ingest.senml;
