package io.tocsin.persistence.journal.format;

import io.tocsin.engine.journal.JournalException;
import java.nio.ByteBuffer;
import net.openhft.chronicle.bytes.Bytes;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The current batch, outside the heap, copied once into the journal. Journal thread only.
 *
 * <p>Room for 256 readings from the start; it grows when a control record needs more, which allocates.
 */
public final class BatchBuffer {
    private static final int WRITE_SLACK = Long.BYTES;

    private final BatchHead head = new BatchHead();
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private ByteBuffer bytes;
    private Bytes<?> excerpt;
    private int length = BatchLayout.HEADER_LENGTH;
    private int start;

    public BatchBuffer() {
        wrap(ByteBuffer.allocateDirect(
                BitUtil.findNextPositivePowerOfTwo(BatchLayout.MAX_READINGS_LENGTH + WRITE_SLACK)));
    }

    /** Buffer of the records. */
    public UnsafeBuffer buffer() {
        return buffer;
    }

    /** Offset after the last record, bytes. The records begin at {@link BatchLayout#HEADER_LENGTH}. */
    public int length() {
        return length;
    }

    public void length(int newLength) {
        length = newLength;
    }

    /**
     * Makes room.
     *
     * @param recordLength greatest length of the next record, bytes
     * @throws JournalException when the batch would exceed its greatest length
     */
    public void ensureRoom(int recordLength) {
        if (length + recordLength + WRITE_SLACK > buffer.capacity()) {
            grow(recordLength);
        }
    }

    /**
     * Writes the head.
     *
     * @return the checksum
     */
    public int seal(
            int recordCount, long firstPosition, long timeNs, int chain, long unforced, boolean isFirstOfSegment) {
        start = head.write(
                buffer, bytes, length, recordCount, firstPosition, timeNs, chain, unforced, isFirstOfSegment);
        return head.crc();
    }

    /** The sealed batch, to be copied. */
    public Bytes<?> excerpt() {
        excerpt.readPositionRemaining(start, sealedLength());
        return excerpt;
    }

    /** Bytes of the sealed batch. */
    public int sealedLength() {
        return length - start;
    }

    /** Begins a new batch. */
    public void clear() {
        length = BatchLayout.HEADER_LENGTH;
    }

    private void grow(int recordLength) {
        long needed = (long) length + recordLength;
        if (needed > BatchLayout.MAX_LENGTH) {
            throw new JournalException(
                    "batch too long, batchLength=" + needed + ", maxLength=" + BatchLayout.MAX_LENGTH);
        }
        int capacity = BitUtil.findNextPositivePowerOfTwo((int) needed + WRITE_SLACK);
        ByteBuffer larger = ByteBuffer.allocateDirect(capacity);
        bytes.clear().limit(length);
        larger.put(bytes);
        wrap(larger);
    }

    private void wrap(ByteBuffer newBytes) {
        bytes = newBytes;
        bytes.clear();
        buffer.wrap(newBytes);
        excerpt = Bytes.wrapForRead(newBytes);
        excerpt.singleThreadedCheckDisabled(true);
    }
}
