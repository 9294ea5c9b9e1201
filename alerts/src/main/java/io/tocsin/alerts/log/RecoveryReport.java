package io.tocsin.alerts.log;

/**
 * Result of comparing the journal's events and rows with the alarm log's. Below, an event is either.
 *
 * @param present events that were in the log already
 * @param added events that were missing in the log and were added
 * @param repeated events delivered before a power cut removed their journal records, and decided again
 * @param orphans events in the log whose journal record is lost and that have not been decided again
 * @param mismatches events whose ordinal belongs to another event of the log, because the log or the code has changed;
 *     the log continues with the journal's events
 * @param lost events missing in the log that the journal did not offer again
 */
public record RecoveryReport(long present, long added, long repeated, long orphans, long mismatches, long lost) {}
