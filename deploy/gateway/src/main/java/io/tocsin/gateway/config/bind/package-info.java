/**
 * From nodes to values: every section has a binder that reads through its keys and reports all that is wrong.
 *
 * <pre>
 *    ConfigLoader ── GatewayBinder ─┬─ SourceBinder ── TopicBinder, QualityBinder, Credentials
 *                                   ├─ AlarmBinder
 *                                   ├─ StreamBinder, JoinBinder ── WindowBinder, TimeInBinder
 *                                   └─ SinkBinder ── Credentials
 *                                         │
 *                                   Bound values ── CrossChecks, RuleWarnings: the whole file together
 *
 *    SectionReader: one map by its Section        BindContext: problems, secrets (SecretReader), base directory
 * </pre>
 *
 * Commands come in by {@code ConfigLoader}.
 */
package io.tocsin.gateway.config.bind;
