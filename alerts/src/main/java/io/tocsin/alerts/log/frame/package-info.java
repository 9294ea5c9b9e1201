/**
 * The bytes of the alarm log: frames in segment files.
 *
 * <pre>
 *    Segment (header) ── FrameLayout ── LogFrame (FrameType), LogFrame, …
 *       ▲ LogWriter appends            ├─ FrameScan         finds the next sound frame behind damage (LogFault)
 *       │                              ├─ SegmentContents   of files that are finished
 *    DurableFiles                      └─ Coverage          results of the fold in the log; Orphans have no record
 * </pre>
 *
 * Used by the log and its repair; sinks use {@code LogFrame}. An AlarmLogException is final: the gateway stops.
 */
package io.tocsin.alerts.log.frame;
