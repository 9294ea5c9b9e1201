/**
 * The configuration: from a YAML file to one immutable {@link io.tocsin.gateway.config.GatewayConfig}, or to all of its
 * errors at once.
 *
 * <pre>
 *  file ── YamlReader ──► node tree ── GatewayBinder ──► bound sections ── CrossChecks ──► GatewayConfig
 *          (size, depth,               (SourceBinder,                      (names, clashes,
 *           aliases, syntax)            AlarmBinder,                        references)
 *                                       SinkBinder)
 *                                          ▲
 *                 GatewayKeys, SourceKeys, AlarmKeys, SinkKeys ──► ReferencePage ──► docs/configuration.md
 * </pre>
 *
 * Every key's name, type, default and meaning stands once, in the four {@code …Keys} tables: the binders read through
 * them and the reference in the docs is written from them.
 */
package io.tocsin.gateway.config;
