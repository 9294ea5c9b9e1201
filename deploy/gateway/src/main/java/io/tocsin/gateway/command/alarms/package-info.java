/**
 * {@code tocsin alarms}: the alarms of a gateway, and what operators do with them.
 *
 * <pre>
 *    AlarmsCommand ─┬─ AlarmsListCommand, AlarmsHistoryCommand ──► alarm log
 *                   ├─ ActionCommands (ack, shelve, …) ──► api.ApiClient ──► running gateway
 *                   └─ AlarmsReportCommand ── EventsOfAPeriod ──► alerts.figure ──► ReportTable
 * </pre>
 */
package io.tocsin.gateway.command.alarms;
