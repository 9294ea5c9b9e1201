package io.tocsin.bench.record;

import org.agrona.BitUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sliding windows of panes as long as the slide. A window that closes is the merge of two stacks (Tangwongsan, Hirzel,
 * Schneider: Low-Latency Sliding-Window Aggregation in Worst-Case Constant Time, 2017, section 3):
 *
 * <pre>
 *   panes of the window:   first … | … flipped end | … end
 *                          suffix                    running
 * </pre>
 *
 * <p>The panes before the newest are a ring, ordered by pane and then by sensor, so sensors read in sequence are
 * neighbours. A pane of the ring is a {@link Pane}; from the first pane of the next window to the flipped end it is the
 * merge of itself and all panes up to that end instead. When no suffix is left, the panes of the window are flipped in
 * place. Each sensor has a second cache line, which only a window that closes touches:
 *
 * <pre>
 *   0        8        16       24                       64
 *  +--------+--------+--------+------------------------+
 *  | next   | flipped| newest | running: a pane         |
 *  | end    | end    | merged |                        |
 *  +--------+--------+--------+------------------------+
 * </pre>
 *
 * <p>All three are numbers of panes; an end is the number of the first pane behind it. Without a flipped end no pane is
 * part of a merge. Newest merged is the newest pane with samples among those merged. Windows without samples are
 * skipped.
 */
public final class SlidingRecords extends WindowRecords {
    private static final int VALUE_COUNT = 3;
    private static final int NEXT_END_OFFSET = 0;
    private static final int FLIPPED_END_OFFSET = 8;
    private static final int NEWEST_MERGED_OFFSET = 16;
    private static final int RUNNING_OFFSET = 24;

    private static final long NONE = Long.MIN_VALUE;
    private static final long NO_END = Long.MAX_VALUE;

    private final int panesOfWindow;
    private final long paneMask;
    private final long bytesOfPane;
    private final UnsafeBuffer merges;
    private final UnsafeBuffer ring;
    private final long mergesAddress;
    private final long ringAddress;

    /**
     * @param panesOfWindow size of a window, slides
     */
    public SlidingRecords(int sensorCount, long slideNs, int panesOfWindow, long outOfOrdernessNs, RecordSink sink) {
        super(sensorCount, slideNs, outOfOrdernessNs, sink);
        int ringLength = BitUtil.findNextPositivePowerOfTwo(panesOfWindow + (int) (outOfOrdernessNs / slideNs) + 2);
        this.panesOfWindow = panesOfWindow;
        this.paneMask = ringLength - 1L;
        this.bytesOfPane = (long) sensorCount * Pane.LENGTH;
        this.merges = lines(sensorCount, LENGTH);
        this.ring = lines(sensorCount, ringLength * Pane.LENGTH);
        this.mergesAddress = merges.addressOffset();
        this.ringAddress = ring.addressOffset();
    }

    @Override
    public void reset() {
        super.reset();
        merges.setMemory(0, merges.capacity(), (byte) 0);
        ring.setMemory(0, ring.capacity(), (byte) 0);
    }

    @Override
    public long touch(int sensorId) {
        long pane = pane(at(sensorId));
        if ((pane & EARLIER) == 0) {
            return pane;
        }
        long newest = number(pane);
        return UnsafeApi.getLong(mergesAddress + (long) sensorId * LENGTH)
                + Pane.count(ringPane(sensorId, newest))
                + Pane.count(ringPane(sensorId, newest - 1))
                + Pane.count(ringPane(sensorId, newest - panesOfWindow));
    }

    @Override
    long closesFromNs(long startNs) {
        return Long.MIN_VALUE;
    }

    @Override
    void onSampleElsewhere(
            long position,
            long at,
            int sensorId,
            long eventTimeNs,
            long receiveTimeNs,
            double value,
            long watermarkNs) {
        long pane = pane(at);
        long newest = number(pane);
        long endNs = (newest + 1) * paneNs;
        if ((pane & EARLIER) == 0 && Long.compareUnsigned(eventTimeNs - endNs, paneNs) < 0 && watermarkNs < endNs) {
            copyNewest(at, ringPane(sensorId, newest));
            beginPane(at, newest + 1, true, value);
            return;
        }
        long number = eventTimeNs >= endNs && eventTimeNs - endNs < paneNs ? newest + 1 : eventTimeNs / paneNs;
        long merge = mergesAddress + (long) sensorId * LENGTH;
        if (count(pane) == 0) {
            beginPane(at, number, false, value);
            UnsafeApi.putLong(merge + NEXT_END_OFFSET, number + 1);
            UnsafeApi.putLong(merge + FLIPPED_END_OFFSET, NONE);
            return;
        }
        if (number > newest) {
            copyNewest(at, ringPane(sensorId, newest));
        }
        close(position, receiveTimeNs, sensorId, merge, newest, watermarkNs);
        if (number > newest) {
            clear(sensorId, newest + 1, number);
            beginPane(at, number, open(merge, number + 1) <= number, value);
        } else if (number == newest) {
            boolean isEarlierOpen = open(merge, number + 1) <= number;
            putPane(at, (isEarlierOpen ? pane | EARLIER : pane & ~EARLIER) + 1);
            Pane.add(at + NEWEST_SUMS_OFFSET, value);
        } else {
            onEarlier(at, sensorId, merge, number, value, watermarkNs / paneNs);
        }
    }

    /** Opens the window with an end, and returns the next end. */
    private static long open(long merge, long end) {
        long nextEnd = Math.min(nextEnd(merge), end);
        UnsafeApi.putLong(merge + NEXT_END_OFFSET, nextEnd);
        return nextEnd;
    }

    /** Folds a sample of a pane before the newest, unless all its windows have closed. */
    private void onEarlier(long at, int sensorId, long merge, long number, double value, long closedEnd) {
        long pane = pane(at);
        if (number + panesOfWindow > closedEnd) {
            addEarlier(sensorId, merge, number, value);
            open(merge, Math.max(number, closedEnd) + 1);
            putPane(at, pane | EARLIER);
        } else {
            countLate();
        }
    }

    /** Empties the panes between two samples; they are at most a ring. */
    private void clear(int sensorId, long from, long until) {
        for (long number = Math.max(from, until - paneMask); number < until; number++) {
            Pane.count(ringPane(sensorId, number), 0);
        }
    }

    /** Adds a sample to a pane before the newest and to the merges that contain the pane. */
    private void addEarlier(int sensorId, long merge, long number, double value) {
        long flippedEnd = UnsafeApi.getLong(merge + FLIPPED_END_OFFSET);
        long lastEnd = nextEnd(merge) - 1;
        if (number < flippedEnd) {
            for (long i = lastEnd + 1 - panesOfWindow; i <= number; i++) {
                Pane.addTo(ringPane(sensorId, i), value);
            }
        } else {
            Pane.addTo(ringPane(sensorId, number), value);
        }
        if (flippedEnd != NONE && number < lastEnd) {
            if (number >= flippedEnd) {
                Pane.addTo(merge + RUNNING_OFFSET, value);
            }
            UnsafeApi.putLong(
                    merge + NEWEST_MERGED_OFFSET, Math.max(number, UnsafeApi.getLong(merge + NEWEST_MERGED_OFFSET)));
        }
    }

    /** Closes the windows with samples up to a watermark; the newest pane is in the ring if one of them contains it. */
    private void close(long position, long receivedNs, int sensorId, long merge, long newest, long watermarkNs) {
        long running = merge + RUNNING_OFFSET;
        for (long end = nextEnd(merge); end != NO_END && end * paneNs <= watermarkNs; end = nextEnd(merge)) {
            long first = end - panesOfWindow;
            if (first >= UnsafeApi.getLong(merge + FLIPPED_END_OFFSET)) {
                flip(sensorId, merge, newest, first, end);
            } else if (end <= newest + 1 && Pane.count(ringPane(sensorId, end - 1)) > 0) {
                Pane.merge(running, ringPane(sensorId, end - 1));
                UnsafeApi.putLong(merge + NEWEST_MERGED_OFFSET, end - 1);
            }
            emit(position, receivedNs, sensorId, end, ringPane(sensorId, first), running);
            stepBehind(sensorId, merge, newest, end);
        }
    }

    /** Makes each pane of a window the merge of itself and the later ones. */
    private void flip(int sensorId, long merge, long newest, long first, long end) {
        long newestMerged = NONE;
        long later = 0;
        for (long number = end - 1; number >= first; number--) {
            long pane = ringPane(sensorId, number);
            if (number > newest) {
                Pane.count(pane, 0);
            } else if (newestMerged == NONE && Pane.count(pane) > 0) {
                newestMerged = number;
            }
            if (later != 0) {
                Pane.merge(pane, later);
            }
            later = pane;
        }
        Pane.count(merge + RUNNING_OFFSET, 0);
        UnsafeApi.putLong(merge + FLIPPED_END_OFFSET, end);
        UnsafeApi.putLong(merge + NEWEST_MERGED_OFFSET, newestMerged);
    }

    /** Makes the next end that of the next window with samples. */
    private void stepBehind(int sensorId, long merge, long newest, long end) {
        long nextEnd = end + 1;
        if (UnsafeApi.getLong(merge + NEWEST_MERGED_OFFSET) < nextEnd - panesOfWindow) {
            // The merges are empty.
            UnsafeApi.putLong(merge + FLIPPED_END_OFFSET, NONE);
            if (newest < end) {
                nextEnd = NO_END;
            } else {
                while (nextEnd <= newest && Pane.count(ringPane(sensorId, nextEnd - 1)) == 0) {
                    nextEnd++;
                }
            }
        }
        UnsafeApi.putLong(merge + NEXT_END_OFFSET, nextEnd);
    }

    private void emit(long position, long receivedNs, int sensorId, long end, long suffix, long running) {
        long endNs = end * paneNs;
        long count = Pane.count(suffix) + Pane.count(running);
        double average = Pane.average(suffix, running);
        double min = Pane.min(suffix, running);
        double max = Pane.max(suffix, running);
        lanes.row(position, receivedNs, sensorId, endNs - panesOfWindow * paneNs, endNs, count, VALUE_COUNT);
        lanes.value(average);
        lanes.value(min);
        lanes.value(max);
        sink.onWindow(sensorId, endNs, 0, average, min, max);
    }

    private static long nextEnd(long merge) {
        return UnsafeApi.getLong(merge + NEXT_END_OFFSET);
    }

    private long ringPane(int sensorId, long number) {
        return ringAddress + (number & paneMask) * bytesOfPane + (long) sensorId * Pane.LENGTH;
    }
}
