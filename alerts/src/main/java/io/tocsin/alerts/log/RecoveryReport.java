package io.tocsin.alerts.log;

/**
 * Result of comparing the journal's events and rows with the alarm log's. Below, an event is either.
 *
 * @param present events that were in the log already
 * @param added events the log had lost, or had never got, and has now
 * @param repeated events that had left before a power cut took their journal records, decided again
 * @param orphans events in the log whose journal record is gone and that have not been decided again
 * @param mismatches events whose ordinal another event of the log had: the log or the code has changed; the log
 *     continues with the journal's
 * @param lost events that the log has lost and that were not offered
 */
public record RecoveryReport(long present, long added, long repeated, long orphans, long mismatches, long lost) {}
