package io.tocsin.engine.board;

import io.tocsin.engine.operator.JournalClock;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.EventCause;
import io.tocsin.engine.result.ShelfKind;

/** Silences, and what rings by the clock: ends of shelves, re-alarms, reminders, alarms that have settled. */
final class Rings {
    /** Reminders of one alarm at one record; of more, only the last one is emitted. */
    private static final int MAX_REMINDERS_AT_ONCE = 16;

    private final JournalClock clock;
    private final BoardNames names;
    private final Entries entries;
    private final BoardEvents events;

    Rings(JournalClock clock, BoardNames names, Entries entries, BoardEvents events) {
        this.clock = clock;
        this.names = names;
        this.entries = entries;
        this.events = events;
    }

    /**
     * Fires what is due before the current record.
     *
     * @param sensorId of the reading, or {@link BoardNames#UNKNOWN}
     * @param eventTimeNs of the reading
     */
    void advance(int sensorId, long eventTimeNs) {
        long nowNs = events.elapsedNs();
        while (entries.dueNs() < nowNs) {
            fire(entries.first(), nowNs);
        }
        if (entries.isSettling()) {
            settle(nowNs, sensorId, eventTimeNs);
        }
    }

    /** The earliest elapsed time at which a tick changes something. */
    long nextTickDueNs() {
        long dueNs = entries.dueNs();
        if (entries.isSettling()) {
            for (AlarmEntry entry : entries.settling()) {
                long leftNs = entry.settledNs - names.eventTimeNs(entry.ruleId, entry.sensorId, 0);
                dueNs = Math.min(dueNs, leftNs);
            }
        }
        return dueNs == AlarmEntry.NEVER ? AlarmEntry.NEVER : dueNs + 1;
    }

    /** Notes that the alarm rings at its level, at an elapsed time. */
    void ring(AlarmEntry entry, long atNs) {
        entry.rungLevel = entry.level;
        entry.isTold = true;
        entry.rungNs = atNs;
        entry.settledNs = AlarmEntry.NEVER;
    }

    /** Ends a shelf, which has one. */
    void endShelf(AlarmEntry entry, long timeNs, EventCause cause) {
        entry.shelf = ShelfKind.NONE;
        entry.shelfUntilNs = AlarmEntry.NEVER;
        events.because(cause);
        events.emit(AlarmEventKind.UNSHELVED, entry, timeNs, false);
        onSound(entry);
    }

    /** Notes that a silence has begun: nothing reminds, nothing settles. */
    void onSilence(AlarmEntry entry) {
        entry.rungNs = AlarmEntry.NEVER;
        entry.settledNs = AlarmEntry.NEVER;
    }

    /** Notes that a silence has ended: an alarm that still calls rings once it has settled. */
    void onSound(AlarmEntry entry) {
        if (entry.isSilent() || !entry.isCalling()) {
            return;
        }
        long timeNs = names.eventTimeNs(entry.ruleId, entry.sensorId, events.elapsedNs());
        if (entry.settleNs == 0) {
            annunciate(entry, timeNs);
        } else {
            entry.settledNs = timeNs + entry.settleNs;
        }
    }

    private void annunciate(AlarmEntry entry, long timeNs) {
        ring(entry, events.elapsedNs());
        events.emit(AlarmEventKind.ANNUNCIATED, entry, timeNs, true);
    }

    private void settle(long nowNs, int sensorId, long eventTimeNs) {
        for (AlarmEntry entry : entries.settling()) {
            long timeNs = names.eventTimeNs(entry.ruleId, entry.sensorId, nowNs);
            if (entry.sensorId == sensorId) {
                timeNs = Math.max(timeNs, eventTimeNs);
            }
            if (timeNs > entry.settledNs) {
                annunciate(entry, entry.settledNs);
                entries.changed(entry);
            }
        }
    }

    /** Fires the deadline for which an entry is queued. */
    private void fire(AlarmEntry entry, long nowNs) {
        long dueNs = entry.queuedNs;
        long timeNs = clock.wallNs(dueNs);
        if (entry.shelfUntilNs == dueNs) {
            endShelf(entry, timeNs, EventCause.TIME);
        } else if (entry.reAlarmNs() == dueNs) {
            reAlarm(entry, dueNs, timeNs);
        } else {
            remind(entry, nowNs);
        }
        entries.changed(entry);
    }

    private void reAlarm(AlarmEntry entry, long dueNs, long timeNs) {
        LifeCycleTable.Outcome outcome = entry.outcome(AlarmInput.RE_ALARM);
        entry.state = outcome.next();
        entry.acknowledgedNs = entry.lifeCycle.ackRequired() ? AlarmEntry.NEVER : dueNs;
        entry.rungLevel = Levels.NONE;
        entry.leastLevel = entry.level;
        boolean rings = outcome.rings() && !entry.isSilent();
        if (rings) {
            ring(entry, dueNs);
        }
        events.because(EventCause.TIME);
        events.emit(AlarmEventKind.REALARMED, entry, timeNs, rings);
    }

    private void remind(AlarmEntry entry, long nowNs) {
        long everyNs = entry.lifeCycle.remindNs();
        long missed = (nowNs - 1 - entry.rungNs) / everyNs - 1;
        if (missed >= MAX_REMINDERS_AT_ONCE) {
            entry.reminderCount += (int) Math.min(missed, Integer.MAX_VALUE / 2 - entry.reminderCount);
            entry.rungNs += missed * everyNs;
        }
        entry.reminderCount++;
        entry.reminderLevel = entry.level;
        entry.rungNs += everyNs;
        events.because(EventCause.TIME);
        events.emit(AlarmEventKind.REMINDED, entry, clock.wallNs(entry.rungNs), true, entry.reminderCount);
    }

    /** Changes sensors' clocks: what settles keeps the time that is left. */
    void whileClocksChange(long beforeNs, Runnable change, long afterNs) {
        if (!entries.isSettling()) {
            change.run();
            return;
        }
        for (AlarmEntry entry : entries.settling()) {
            entry.settledNs -= names.eventTimeNs(entry.ruleId, entry.sensorId, beforeNs);
        }
        change.run();
        for (AlarmEntry entry : entries.settling()) {
            entry.settledNs += names.eventTimeNs(entry.ruleId, entry.sensorId, afterNs);
        }
    }
}
