package io.tocsin.persistence.journal.format;

import io.tocsin.engine.journal.JournalException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
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

    private final CRC32C crc32c = new CRC32C();
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private ByteBuffer bytes;
    private Bytes<?> excerpt;
    private int length = BatchLayout.HEADER_LENGTH;

    public BatchBuffer() {
        wrap(ByteBuffer.allocateDirect(
                BitUtil.findNextPositivePowerOfTwo(BatchLayout.MAX_READINGS_LENGTH + WRITE_SLACK)));
    }

    /** Buffer of the records. */
    public UnsafeBuffer buffer() {
        return buffer;
    }

    /** Offset after the last record, bytes; the batch's length. */
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
     * Writes the header.
     *
     * @return the checksum
     */
    public int seal(
            int recordCount, long firstPosition, long timeNs, int chain, long unforced, boolean isFirstOfSegment) {
        UnsafeBuffer b = buffer;
        b.putInt(BatchLayout.MAGIC_OFFSET, BatchLayout.MAGIC, ByteOrder.LITTLE_ENDIAN);
        b.putInt(BatchLayout.LENGTH_OFFSET, length, ByteOrder.LITTLE_ENDIAN);
        b.putInt(BatchLayout.CHAIN_OFFSET, chain, ByteOrder.LITTLE_ENDIAN);
        b.putLong(BatchLayout.FIRST_POSITION_OFFSET, firstPosition, ByteOrder.LITTLE_ENDIAN);
        b.putLong(BatchLayout.TIME_OFFSET, timeNs, ByteOrder.LITTLE_ENDIAN);
        b.putShort(BatchLayout.RECORD_COUNT_OFFSET, (short) recordCount, ByteOrder.LITTLE_ENDIAN);
        int flags = isFirstOfSegment ? BatchLayout.FIRST_OF_SEGMENT : 0;
        b.putShort(BatchLayout.FLAGS_OFFSET, (short) flags, ByteOrder.LITTLE_ENDIAN);
        b.putInt(BatchLayout.UNFORCED_OFFSET, (int) Math.min(unforced, 0xFFFF_FFFFL), ByteOrder.LITTLE_ENDIAN);
        bytes.limit(length).position(BatchLayout.CRC_START);
        crc32c.reset();
        crc32c.update(bytes);
        int crc = (int) crc32c.getValue();
        b.putInt(BatchLayout.CRC_OFFSET, crc, ByteOrder.LITTLE_ENDIAN);
        return crc;
    }

    /** The sealed batch, to be copied. */
    public Bytes<?> excerpt() {
        excerpt.readPositionRemaining(0, length);
        return excerpt;
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
