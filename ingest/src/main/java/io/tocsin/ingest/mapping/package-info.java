/**
 * The mapper: makes readings of messages of every format.
 *
 * <pre>
 *   configuration   Mapping ─ ValueConfig, TimeConfig, MemberPath      NameTemplate
 *                       │ compiled                                          │
 *   on each message  PathTree → PathNode                              SensorNaming
 *                       │                                                   │
 *   bytes ─ DocumentReader ─→ Findings ─→ DocumentMapper ─────────────→ Readings ─→ ring
 *           (JSON, CBOR, …)               ElementTimes, ElementQualities
 * </pre>
 *
 * Readers report the members they find; {@link io.tocsin.ingest.mapping.DocumentMapper} makes readings of them once the
 * whole document is known. Sources enter by {@link io.tocsin.ingest.mapping.PayloadReader}. Bad data never throws: a
 * counter names the reason, a text tells people, and only the faulty reading is lost where that is possible.
 */
package io.tocsin.ingest.mapping;
