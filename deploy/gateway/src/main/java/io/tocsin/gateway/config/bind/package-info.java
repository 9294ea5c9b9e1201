/**
 * From nodes to values: every section has a binder that reads through its keys and reports all that is wrong.
 *
 * <pre>
 *    ConfigLoader ── GatewayBinder ─┬─ SourceBinder ── TopicBinder, QualityBinder, Credentials
 *                                   ├─ alarm.AlarmBinder
 *                                   ├─ StreamBinder, JoinBinder ── WindowBinder, TimeInBinder
 *                                   └─ SinkBinder ── Credentials
 *                                         │
 *                                   Bound values ── CrossChecks, GroupWarnings: the whole file together
 *
 *    read.SectionReader: one map by its Section          ReferencePage ──► docs/configuration.md
 * </pre>
 *
 * Commands come in by {@code ConfigLoader}.
 */
package io.tocsin.gateway.config.bind;
