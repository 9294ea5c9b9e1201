/**
 * The alarm log: every alarm event, and every row of a stream that has sinks, exactly once, durable, in segment files. It is the outbox of all sinks.
 *
 * <pre>
 *   output thread ──onAlarm──▶ AlarmLog ──▶ Coverage      which results of the fold are in the log already?
 *                                  ├──▶ LogRepair     the damaged part is written anew, with what the fold decides again
 *                                  ▼
 *                              LogWriter ──▶ 00000000000000000000.alarms, …      LogForcer (its thread) syncs
 *                                                       │
 *                              LogReader ◀──────────────┤      one a sink, behind the logged or the forced Tide
 *                                                       │
 *                LogTrimmer, LogCutter ──▶ LogFront ────┘      what nobody needs goes; at the bound what sinks need, counted
 * </pre>
 */
package io.tocsin.alerts.log;
