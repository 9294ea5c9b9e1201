package io.tocsin.persistence.journal;

import java.io.IOException;

/**
 * Has the next segment's file ready before it is needed. The maintenance thread prepares, the journal thread takes; who
 * takes what is not ready prepares it himself.
 */
final class SegmentSupply {
    private final SegmentNames names;
    private final DiskReserve reserve;
    private int preparedIndex = -1;
    private SegmentFile prepared;

    SegmentSupply(SegmentNames names, DiskReserve reserve) {
        this.names = names;
        this.reserve = reserve;
    }

    /**
     * Prepares a segment unless it is ready.
     *
     * @throws NoRoomException when there is no room; it can be tried again
     */
    synchronized void prepare(int segmentIndex) throws IOException {
        if (segmentIndex > preparedIndex) {
            prepared = SegmentFile.reserve(names.file(segmentIndex), names.reservedFile(segmentIndex), reserve);
            preparedIndex = segmentIndex;
        }
    }

    /** Hands out a segment, once. */
    synchronized SegmentFile take(int segmentIndex) throws IOException {
        prepare(segmentIndex);
        SegmentFile taken = prepared;
        prepared = null;
        return taken;
    }

    /** Removes what was prepared and not taken. */
    synchronized void close() throws IOException {
        if (prepared != null) {
            prepared.finish();
            prepared = null;
        }
    }
}
