/**
 * Turns nodes into values: every section has a binder that reads its keys and reports all errors.
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
 * Commands use {@code ConfigLoader}.
 */
package io.tocsin.gateway.config.bind;
