package io.tocsin.alerts.log;

/**
 * What recovery found when it compared the journal's events with the alarm log's.
 *
 * @param present events that were in the log already
 * @param added events the log had lost, or had never got, and has now
 * @param repeated events whose alarm had left before a power cut took its journal record, decided again
 * @param orphans events in the log whose journal record is gone and that have not been decided again
 * @param mismatches events in the log that differ from what the journal gives: the log or the code has changed
 * @param missing events below the first one offered that the log should have and has not
 */
public record RecoveryReport(long present, long added, long repeated, long orphans, long mismatches, long missing) {}
