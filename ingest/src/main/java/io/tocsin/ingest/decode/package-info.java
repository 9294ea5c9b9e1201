/**
 * From the bytes of a payload to values, qualities and an event time.
 *
 * <pre>
 *   payload ─ NumberDecoder ────────────────────────────────┐
 *           └ JsonDecoder ─ JsonScanner (common shape) ──┐   ├─ DecodedPayload ─ EventTime rules ─ ring
 *                         └ JsonFallback (all of JSON) ──┴ JsonMembers
 * </pre>
 *
 * Bad data never throws: a {@link io.tocsin.engine.metrics.Counter} names the reason, a text says it to people.
 */
package io.tocsin.ingest.decode;
