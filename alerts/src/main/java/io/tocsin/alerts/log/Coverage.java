package io.tocsin.alerts.log;

import java.util.BitSet;
import org.agrona.collections.LongArrayList;

/**
 * Which events and rows of the fold over the journal are in the alarm log. Rows are events here too, for one sequence of
 * ordinals numbers both.
 *
 * <p>The log's frames, read in order, cover the fold's events by ordinal: an EVENT or ROW covers its own, a REPEAT the one that
 * was decided again. Ordinals and positions rise together, so the covered events are a stack. When recovery finds that
 * the journal ends at a position, what the stack holds from there on is no part of the fold any more: it is popped, and
 * the keys become {@link Orphans}. That very moment must be in the log too (a CUT frame), for the journal grows over the
 * position again and then nobody could tell an orphan from an event of the fold.
 *
 * <p>Orphans of alarm events and of rows are kept apart: rows may be very many, and an alarm that is forgotten for their
 * sake would be logged twice.
 *
 * <p>24 bytes and a bit an event until {@link #endRecovery()}; from then on only the last ordinal is kept. One thread.
 */
final class Coverage {
    /** What to do with an event of the fold. */
    enum Verdict {
        /** Not in the log: append it. */
        NEW,
        /** In the log under an ordinal of its own. */
        PRESENT,
        /** The log has another event under this ordinal. */
        MISMATCH,
        /** In the log as an orphan: append a REPEAT. */
        REPEAT
    }

    private final Orphans alarmOrphans;
    private final Orphans rowOrphans;
    private LongArrayList ordinals = new LongArrayList();
    private LongArrayList positions = new LongArrayList();
    private LongArrayList keys = new LongArrayList();
    /** Which of them are rows, by index. */
    private BitSet rows = new BitSet();

    private long lastOrdinal = -1;
    private long firstOrdinal = 0;
    private boolean recovered;

    /**
     * @param orphanCapacity orphans remembered of alarm events, and as many of rows
     */
    Coverage(int orphanCapacity) {
        this.alarmOrphans = new Orphans(orphanCapacity);
        this.rowOrphans = new Orphans(orphanCapacity);
    }

    /** A frame that is in the log or has just been appended, in the log's order. */
    void onFrame(LogFrame frame) {
        switch (frame.type()) {
            case EVENT -> cover(frame, false);
            case ROW -> cover(frame, true);
            case REPEAT -> {
                boolean isRow = rowOrphans.remove(frame.key());
                if (!isRow) {
                    alarmOrphans.remove(frame.key());
                }
                cover(frame, isRow);
            }
            case CUT -> cut(frame.position());
        }
    }

    /**
     * Makes orphans of everything from a journal position on.
     *
     * @return how many there were
     */
    int cut(long journalEndPosition) {
        int kept = positions.size();
        while (kept > 0 && positions.getLong(kept - 1) >= journalEndPosition) {
            kept--;
        }
        int popped = positions.size() - kept;
        for (int i = kept; i < positions.size(); i++) {
            (rows.get(i) ? rowOrphans : alarmOrphans).add(keys.getLong(i));
        }
        rows.clear(kept, Math.max(kept, rows.length()));
        ordinals = firstOf(ordinals, kept);
        positions = firstOf(positions, kept);
        keys = firstOf(keys, kept);
        lastOrdinal = kept == 0 ? firstOrdinal - 1 : ordinals.getLong(kept - 1);
        return popped;
    }

    /** What to do with an event; changes nothing. */
    Verdict judge(long ordinal, long key) {
        if (ordinal > lastOrdinal) {
            return alarmOrphans.contains(key) || rowOrphans.contains(key) ? Verdict.REPEAT : Verdict.NEW;
        }
        if (recovered) {
            throw new AlarmLogException("an event's ordinal went back, ordinal=" + ordinal + ", last=" + lastOrdinal);
        }
        if (ordinal < firstOrdinal) {
            return Verdict.PRESENT; // it was there, and retention has deleted it
        }
        int index = indexOf(ordinal);
        return index >= 0 && keys.getLong(index) == key ? Verdict.PRESENT : Verdict.MISMATCH;
    }

    /** Ordinal of the last covered event; -1 when there is none. */
    long lastOrdinal() {
        return lastOrdinal;
    }

    /** Orphans that have not been decided again. */
    int orphanCount() {
        return alarmOrphans.size() + rowOrphans.size();
    }

    /** Orphans that found no room. */
    long forgottenOrphans() {
        return alarmOrphans.forgotten() + rowOrphans.forgotten();
    }

    /** No event is covered and the fold begins at a snapshot: events before this ordinal were in another log, or are deleted. */
    void beginAt(long ordinal) {
        firstOrdinal = ordinal;
        lastOrdinal = ordinal - 1;
    }

    /** Retention has deleted the beginning of the log: everything before the first event that is left. */
    void forgetBeginning() {
        firstOrdinal = ordinals.isEmpty() ? 0 : ordinals.getLong(0);
    }

    /** No event that is in the log will be offered again. */
    void endRecovery() {
        recovered = true;
        ordinals = new LongArrayList();
        positions = new LongArrayList();
        keys = new LongArrayList();
        rows = new BitSet();
    }

    private void cover(LogFrame frame, boolean isRow) {
        if (frame.ordinal() <= lastOrdinal) {
            throw new AlarmLogException("the alarm log contradicts itself, sequence=" + frame.sequence() + ", ordinal="
                    + frame.ordinal() + ", last=" + lastOrdinal);
        }
        lastOrdinal = frame.ordinal();
        if (!recovered) {
            rows.set(ordinals.size(), isRow);
            ordinals.addLong(frame.ordinal());
            positions.addLong(frame.position());
            keys.addLong(frame.key());
        }
    }

    private int indexOf(long ordinal) {
        int low = 0;
        int high = ordinals.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long candidate = ordinals.getLong(middle);
            if (candidate == ordinal) {
                return middle;
            }
            if (candidate < ordinal) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    private static LongArrayList firstOf(LongArrayList list, int count) {
        while (list.size() > count) {
            list.removeAt(list.size() - 1);
        }
        return list;
    }
}
