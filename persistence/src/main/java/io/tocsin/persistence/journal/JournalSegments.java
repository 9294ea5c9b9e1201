package io.tocsin.persistence.journal;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.log.FaultText;
import io.tocsin.persistence.journal.disk.NoRoomException;
import java.io.IOException;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;

/**
 * The segments that a journal appends to, one behind the other: the current one takes batches until it is full; before
 * the next batch the following one is taken from the {@link SegmentSupply}.
 *
 * <p>A segment that is full is known to maintenance as such once the following one has its first batch. Journal thread;
 * waits while the device has no room.
 */
final class JournalSegments {
    private final SegmentSupply supply;
    private final JournalMaintenance maintenance;
    private final long segmentBytes;

    private SegmentFile segment;

    /** The previous, full segment until the current one has its first batch; or null. */
    private SegmentFile segmentBefore;

    private boolean isFirstOfSegment = true;
    private boolean isSegmentFull = false;

    /**
     * @param first without a batch
     * @param segmentBytes a segment that has so many bytes is full
     */
    JournalSegments(SegmentFile first, long segmentBytes, SegmentSupply supply, JournalMaintenance maintenance) {
        this.segment = first;
        this.segmentBytes = segmentBytes;
        this.supply = supply;
        this.maintenance = maintenance;
    }

    /**
     * Makes the segment of the next batch the current one.
     *
     * @return whether the batch will be its first
     */
    boolean beginBatch() throws IOException {
        if (isSegmentFull) {
            beginSegment();
        }
        return isFirstOfSegment;
    }

    /**
     * Appends the batch that {@link #beginBatch} began.
     *
     * @param length its bytes
     * @param position of its first record
     */
    void append(Bytes<?> excerpt, int length, long position) throws IOException {
        reserveTo(segment.writeOffset() + length + SegmentFile.MARGIN_BYTES);
        segment.append(excerpt);
        if (isFirstOfSegment) {
            begun(position);
        }
        if (segment.writeOffset() >= segmentBytes) {
            isSegmentFull = true;
            isFirstOfSegment = true;
        }
    }

    /** Whether the current segment takes no more batches: the next one begins another. */
    boolean isFull() {
        return isSegmentFull;
    }

    /** The directory of the current segment. */
    Path generation() {
        return segment.generation();
    }

    /**
     * Removes a segment that was taken and waited for room until the end: it holds nothing, and maintenance knows
     * nothing of it.
     */
    void discardUnwritten() {
        if (segmentBefore != null) {
            try {
                segment.discard();
            } catch (IOException e) {
                throw new JournalException("cannot remove an empty segment: " + FaultText.of(e), e);
            }
            segment = segmentBefore;
        }
    }

    private void reserveTo(long to) throws IOException {
        try {
            segment.reserveTo(to);
        } catch (NoRoomException e) {
            SegmentFile waiting = segment;
            maintenance.awaitRoom(() -> {
                waiting.reserveTo(to);
                return waiting;
            });
        }
    }

    /** From here on maintenance knows of the segment, and so the one before is full. */
    private void begun(long segmentPosition) {
        isFirstOfSegment = false;
        segment.firstPosition(segmentPosition);
        if (segmentBefore != null) {
            segmentBefore.next(segment);
            segmentBefore = null;
        }
    }

    private void beginSegment() throws IOException {
        SegmentFile full = segment;
        SegmentFile taken;
        try {
            taken = supply.takeAfter(full);
        } catch (NoRoomException e) {
            taken = maintenance.awaitRoom(() -> supply.takeAfter(full));
        }
        segmentBefore = full;
        segment = taken;
        isSegmentFull = false;
    }
}
