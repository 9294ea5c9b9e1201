/**
 * The alarm log: every alarm event, and every row of a stream that has sinks, exactly once, durable, in segment files.
 * It is the outbox of all sinks.
 *
 * <pre>
 *   output thread ──onAlarm──▶ AlarmLog
 *                                  ▼
 *                             LogAppender ──▶ Coverage   which results of the fold are in the log already?
 *                                  ├────────▶ LogRepair  writes the damaged part anew, with results decided again
 *                                  ▼
 *                              LogWriter ──▶ 00000000000000000000.alarms, …      LogForcer (its thread) syncs
 *                                                       │
 *                              LogReader ◀──────────────┤    one a sink, behind the logged or the forced SequenceSignal
 *                                                       │
 *                LogTrimmer, LogCutter ──▶ LogFront ────┘    deletes files; at the bound needed ones too (GapLedger)
 * </pre>
 *
 * {@code frame} says what the bytes are; {@code repair} mends them. Sinks and the gateway come in by {@code AlarmLog}
 * and {@code LogReader}.
 */
package io.tocsin.alerts.log;
