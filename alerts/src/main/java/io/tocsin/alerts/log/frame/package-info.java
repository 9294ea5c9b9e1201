/**
 * The bytes of the alarm log: frames in segment files.
 *
 * <pre>
 *    Segment (header) ── FrameLayout ── LogFrame (FrameType), LogFrame, …
 *       ▲ LogWriter appends            ├─ FrameScan         finds the next sound frame behind damage (LogFault)
 *       │                              ├─ SegmentContents   of files that are finished
 *    DurableFiles                      └─ Coverage          which results of the fold are there; Orphans have no record
 * </pre>
 *
 * The log and its repair come in, and sinks for a {@code LogFrame}. An AlarmLogException is final: the gateway stops.
 */
package io.tocsin.alerts.log.frame;
