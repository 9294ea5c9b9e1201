/**
 * The configuration: from a YAML file to one immutable {@link io.tocsin.gateway.config.GatewayConfig}, or to all of its
 * errors at once.
 *
 * <pre>
 *  file ── yaml.YamlReader ──► node tree ── bind.GatewayBinder ──► bound sections ── bind.CrossChecks ──► GatewayConfig
 *          (size, depth,                    (SourceBinder,                           (names, clashes,
 *           aliases, syntax)                 AlarmBinder,                             references)
 *                                            SinkBinder, …)
 *                                               ▲
 *                 schema: GatewayKeys, SourceKeys, SinkKeys, …  alarm: AlarmKinds
 *                    └──► bind.ReferencePage ──► docs/configuration.md
 * </pre>
 *
 * Start at {@code bind.ConfigLoader}. Every key's name, type, default and meaning is defined once, in the {@code …Keys}
 * tables of {@code schema} and in the kinds of {@code alarm}: the binders read by these definitions, and the reference
 * in the docs is generated from them.
 */
package io.tocsin.gateway.config;
