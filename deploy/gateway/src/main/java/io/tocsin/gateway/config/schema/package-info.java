/**
 * The keys of the configuration: name, type, default and meaning of each, once.
 *
 * <pre>
 *    GatewayKeys ── SourceKeys, AlarmKeys, StreamKeys, JoinKeys, SinkKeys, QualityKeys
 *        │
 *    Section ── Key ── ValueType (ValueTypes: Durations, Sizes, Template, SecretRef, …) ── Scalar
 *        │
 *    ReferencePage ──► docs/configuration.md        Suggestions: the nearest known word
 * </pre>
 *
 * Binders read through the keys. Knows no file: a {@code Scalar} is a text and what YAML makes of it.
 */
package io.tocsin.gateway.config.schema;
