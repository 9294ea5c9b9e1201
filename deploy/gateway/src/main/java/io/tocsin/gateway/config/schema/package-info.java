/**
 * The keys of the configuration: name, type, default and meaning of each, once.
 *
 * <pre>
 *    GatewayKeys ── SourceKeys, StreamKeys, JoinKeys, SinkKeys, QualityKeys
 *        │
 *    Section ── Key ── ValueType (ValueTypes: Durations, Sizes, Template, SecretRef, …) ── Scalar
 *        │
 *    Suggestions: the nearest known word
 * </pre>
 *
 * Binders read through the keys; those of alarms are in {@code alarm}. Knows no file: a {@code Scalar} is a text and
 * what YAML makes of it.
 */
package io.tocsin.gateway.config.schema;
