/**
 * The keys of the configuration: name, type, default and meaning of each, once.
 *
 * <pre>
 *    GatewayKeys ── SourceKeys (SparkplugKeys), StreamKeys, JoinKeys, SinkKeys, QualityKeys
 *        │
 *    Section ── Key ── ValueType (ValueTypes: Durations, Sizes, Template, SecretRef, …) ── Scalar
 *        │
 *    Suggestions: the nearest known word
 * </pre>
 *
 * Binders read by the keys; the keys of alarms are in {@code alarm}. This package does not depend on files: a {@code
 * Scalar} is a text and its YAML form.
 */
package io.tocsin.gateway.config.schema;
