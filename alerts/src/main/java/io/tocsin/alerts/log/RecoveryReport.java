package io.tocsin.alerts.log;

/**
 * What recovery found when it compared the journal's events and rows with the alarm log's. Below, an
 * event is either.
 *
 * @param present events that were in the log already
 * @param added events the log had lost, or had never got, and has now
 * @param repeated events that had left before a power cut took their journal records, decided again
 * @param orphans events in the log whose journal record is gone and that have not been decided again
 * @param mismatches events in the log that differ from what the journal gives: the log or the code has changed
 * @param missing events below the first one offered that the log should have and has not
 */
public record RecoveryReport(long present, long added, long repeated, long orphans, long mismatches, long missing) {}
