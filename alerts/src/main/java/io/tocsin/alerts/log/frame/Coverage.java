package io.tocsin.alerts.log.frame;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.agrona.collections.LongArrayList;

/**
 * Index of the fold's events and rows that are in the alarm log. In this class "event" includes rows, because one
 * sequence of ordinals numbers both.
 *
 * <p>The ordinal is an event's place in the fold; the key (its name) shows whether the log's event at that place is the
 * fold's. The log's frames, read in order, cover the fold's events: an EVENT or ROW covers its own ordinal, a REPEAT
 * the ordinal of an event decided again, an ABSENT a range of ordinals that the log will never have. Ordinals and
 * positions rise together, so the covered events are a stack. When the journal ends, or the fold decides other events
 * than the log has, the rest of the stack is popped and its keys become {@link Orphans}. A CUT frame records this
 * moment in the log: the journal later grows past the position again, and without the frame an orphan could not be
 * distinguished from an event of the fold.
 *
 * <p>Orphans of alarm events and of rows are stored separately: many rows must not displace an alarm, which would then
 * be logged twice.
 *
 * <p>32 bytes and two bits an event until {@link #endRecovery()}; from then on only the last ordinal is kept. One
 * thread.
 */
public final class Coverage {
    /** Treatment of an event of the fold. */
    public enum Verdict {
        /** After all events of the log: append it */
        NEW,
        /** In the log under its own ordinal, or reported as lost */
        PRESENT,
        /** The log has another event under this ordinal. */
        MISMATCH,
        /** The log has later events, but none under this ordinal. */
        MISSING,
        /** After all events of the log, and in the log as an orphan: append a REPEAT */
        REPEAT
    }

    /** A covered event, as the frame that covers it again after a cut. */
    public record Covered(FrameType type, long ordinal, long position, long key) {}

    private final Orphans alarmOrphans;
    private final Orphans rowOrphans;
    private final int orphanCapacity;
    private LongArrayList ordinals = new LongArrayList();
    private LongArrayList positions = new LongArrayList();
    private LongArrayList keys = new LongArrayList();
    private LongArrayList sequences = new LongArrayList();
    /** Indexes of the covered rows */
    private BitSet rows = new BitSet();
    /** Indexes of the ranges that are absent in the log; the key is the first ordinal */
    private BitSet absents = new BitSet();

    private long lastOrdinal = -1;
    private long firstOrdinal = 0;
    private boolean begun;
    /** Journal position of the last event that a GAP frame represents, or -1; such events count as present. */
    private long settledPosition = -1;

    private boolean recovered;

    /**
     * @param orphanCapacity orphans remembered of alarm events, and as many of rows
     */
    public Coverage(int orphanCapacity) {
        this.orphanCapacity = orphanCapacity;
        this.alarmOrphans = new Orphans(orphanCapacity);
        this.rowOrphans = new Orphans(orphanCapacity);
    }

    /** An empty coverage of the same capacity. */
    public Coverage fresh() {
        return new Coverage(orphanCapacity);
    }

    /** Adds a frame of the log, or one just appended, in the log's order. */
    public void onFrame(LogFrame frame) {
        switch (frame.type()) {
            case EVENT, ROW, ABSENT, SKIPPED -> cover(frame, frame.type() == FrameType.ROW);
            case REPEAT -> {
                boolean isRow = rowOrphans.remove(frame.key());
                if (!isRow) {
                    alarmOrphans.remove(frame.key());
                }
                cover(frame, isRow);
            }
            case CUT -> cut(frame.position());
            case GAP -> settle(frame);
        }
    }

    /** Adds a GAP frame, whose events were logged and later deleted. It must be the first covering frame. */
    private void settle(LogFrame gap) {
        if (gap.isCovering()) {
            beginAt(gap.ordinal() + 1);
            settledPosition = gap.position();
        }
    }

    /** Whether a GAP frame represents events of the fold. */
    public boolean isSettled() {
        return settledPosition >= 0;
    }

    /** Whether it covers nothing. */
    public boolean isEmpty() {
        return ordinals.isEmpty() && !isSettled();
    }

    /**
     * Makes orphans of everything from a journal position on.
     *
     * @return number of new orphans
     */
    public int cut(long journalEndPosition) {
        if (settledPosition >= journalEndPosition) {
            settledPosition =
                    -1; // the journal has lost records whose events are deleted: events in their place are new
        }
        int kept = positions.size();
        while (kept > 0 && positions.getLong(kept - 1) >= journalEndPosition) {
            kept--;
        }
        int orphanCount = 0;
        for (int i = kept; i < positions.size(); i++) {
            if (!absents.get(i)) {
                (rows.get(i) ? rowOrphans : alarmOrphans).add(keys.getLong(i));
                orphanCount++;
            }
        }
        rows.clear(kept, Math.max(kept, rows.length()));
        absents.clear(kept, Math.max(kept, absents.length()));
        ordinals = firstOf(ordinals, kept);
        positions = firstOf(positions, kept);
        keys = firstOf(keys, kept);
        sequences = firstOf(sequences, kept);
        lastOrdinal = kept == 0 ? firstOrdinal - 1 : ordinals.getLong(kept - 1);
        return orphanCount;
    }

    /** Decides the treatment of an event; changes nothing. */
    public Verdict judge(long ordinal, long key) {
        if (ordinal > lastOrdinal) {
            return isOrphan(key) ? Verdict.REPEAT : Verdict.NEW;
        }
        if (recovered) {
            throw new AlarmLogException("an event's ordinal went back, ordinal=" + ordinal + ", last=" + lastOrdinal);
        }
        if (ordinal < firstOrdinal) {
            return Verdict.PRESENT; // it was logged, and retention has deleted it
        }
        int index = indexFrom(ordinal);
        if (firstOrdinalOf(index) > ordinal) {
            return Verdict.MISSING;
        }
        return absents.get(index) || keys.getLong(index) == key ? Verdict.PRESENT : Verdict.MISMATCH;
    }

    /** Whether the event is in the log but not in the fold. */
    public boolean isOrphan(long key) {
        return alarmOrphans.contains(key) || rowOrphans.contains(key);
    }

    /** Whether the frame of this sequence number covers an event of the fold. */
    public boolean isLive(long sequence) {
        int low = 0;
        int high = sequences.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long candidate = sequences.getLong(middle);
            if (candidate == sequence) {
                return true;
            }
            if (candidate < sequence) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    /** Whether a frame covers an ordinal that is already covered, which shows that a CUT before it was lost. */
    public boolean contradicts(LogFrame frame) {
        return frame.isCovering() && !ordinals.isEmpty() && frame.firstOrdinal() <= lastOrdinal;
    }

    /**
     * First missing event: not covered although a later event is, or after all covered events.
     *
     * @param fromSequence holes before this frame do not count
     */
    public long firstMissing(long fromSequence) {
        long expected = firstOrdinal;
        for (int i = 0; i < ordinals.size(); i++) {
            if (firstOrdinalOf(i) > expected && sequences.getLong(i) >= fromSequence) {
                return expected;
            }
            expected = ordinals.getLong(i) + 1;
        }
        return lastOrdinal + 1;
    }

    /** Journal position of the first covered event from this ordinal on, which must not be after the last. */
    public long positionFrom(long ordinal) {
        return positions.getLong(indexFrom(ordinal));
    }

    /** The covered events below an ordinal whose record is at or after a position, in order. */
    public List<Covered> coveredBelow(long ordinal, long fromPosition) {
        List<Covered> covered = new ArrayList<>();
        int end = indexFrom(ordinal);
        int index = end;
        while (index > 0 && positions.getLong(index - 1) >= fromPosition) {
            index--;
        }
        for (; index < end; index++) {
            covered.add(new Covered(
                    absents.get(index) ? FrameType.ABSENT : FrameType.REPEAT,
                    ordinals.getLong(index),
                    positions.getLong(index),
                    keys.getLong(index)));
        }
        return covered;
    }

    /** Ordinal of the last covered event; -1 when there is none. */
    public long lastOrdinal() {
        return lastOrdinal;
    }

    /** Ordinal of the first event that the log must have; earlier events count as present. */
    public long firstOrdinal() {
        return firstOrdinal;
    }

    /** Journal position of the last covered event; 0 when there is none. */
    public long lastPosition() {
        return positions.isEmpty() ? Math.max(0, settledPosition) : positions.getLong(positions.size() - 1);
    }

    /** Orphans that have not been decided again. */
    public int orphanCount() {
        return alarmOrphans.size() + rowOrphans.size();
    }

    /** Number of orphans that did not fit. */
    public long forgottenOrphans() {
        return alarmOrphans.forgotten() + rowOrphans.forgotten();
    }

    /** Sets the ordinal from which on the log must have events; call it before the first event is covered. */
    public void beginAt(long ordinal) {
        begun = true;
        firstOrdinal = ordinal;
        lastOrdinal = ordinal - 1;
    }

    /** Ends recovery: no logged event will be offered again. */
    public void endRecovery() {
        recovered = true;
        ordinals = new LongArrayList();
        positions = new LongArrayList();
        keys = new LongArrayList();
        sequences = new LongArrayList();
        rows = new BitSet();
        absents = new BitSet();
    }

    private void cover(LogFrame frame, boolean isRow) {
        boolean isFirst = ordinals.isEmpty() && !recovered;
        if (!begun || (isFirst && frame.firstOrdinal() < firstOrdinal)) {
            beginAt(frame.firstOrdinal()); // retention has deleted the earlier events, or another log had them
        }
        if (contradicts(frame) || (recovered && frame.ordinal() <= lastOrdinal)) {
            throw new AlarmLogException("the alarm log contradicts itself, sequence=" + frame.sequence() + ", ordinal="
                    + frame.ordinal() + ", last=" + lastOrdinal);
        }
        lastOrdinal = frame.ordinal();
        if (!recovered) {
            rows.set(ordinals.size(), isRow);
            boolean isAbsent = frame.type() == FrameType.ABSENT || frame.type() == FrameType.SKIPPED;
            absents.set(ordinals.size(), isAbsent);
            ordinals.addLong(frame.ordinal());
            positions.addLong(frame.position());
            keys.addLong(isAbsent ? frame.firstOrdinal() : frame.key());
            sequences.addLong(frame.sequence());
        }
    }

    private long firstOrdinalOf(int index) {
        return absents.get(index) ? keys.getLong(index) : ordinals.getLong(index);
    }

    /** Index of the first covered event whose ordinal, or range of ordinals, ends at or after this one. */
    private int indexFrom(long ordinal) {
        int low = 0;
        int high = ordinals.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ordinals.getLong(middle) < ordinal) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static LongArrayList firstOf(LongArrayList list, int count) {
        while (list.size() > count) {
            list.removeAt(list.size() - 1);
        }
        return list;
    }
}
