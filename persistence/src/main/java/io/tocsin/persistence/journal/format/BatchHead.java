package io.tocsin.persistence.journal.format;

import io.tocsin.engine.journal.Journal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Head of one batch, long or short ({@link BatchLayout}): written before the records, or read and checked. Reused; one
 * thread; allocates for faults only.
 */
public final class BatchHead {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MAX_MICROS = (1L << 56) - 1;

    private final CRC32C crc32c = new CRC32C();

    private int recordsIndex;
    private int recordCount;
    private long firstPosition;
    private long timeNs;
    private int crc;
    private int chain;
    private long unforced;
    private boolean isFirstOfSegment;

    /**
     * Writes the head before the records and computes the checksum.
     *
     * @param buffer has the records from {@link BatchLayout#HEADER_LENGTH} on
     * @param bytes the same memory
     * @param end offset after the last record
     * @param isFirst whether the batch is the first of its segment
     * @return offset of the head
     */
    int write(
            MutableDirectBuffer buffer,
            ByteBuffer bytes,
            int end,
            int count,
            long position,
            long batchTimeNs,
            int chainBefore,
            long unforcedCount,
            boolean isFirst) {
        int start = isFirst
                ? writeLong(buffer, end, count, position, batchTimeNs, chainBefore, unforcedCount)
                : writeShort(buffer, count, position, batchTimeNs, chainBefore, unforcedCount);
        int crcStart = start + (isFirst ? BatchLayout.CRC_START : BatchLayout.SHORT_CRC_START);
        crc = checksum(bytes, crcStart, end);
        buffer.putInt(
                start + (isFirst ? BatchLayout.CRC_OFFSET : BatchLayout.SHORT_CRC_OFFSET),
                crc,
                ByteOrder.LITTLE_ENDIAN);
        return start;
    }

    private static int writeLong(
            MutableDirectBuffer buffer,
            int end,
            int count,
            long position,
            long batchTimeNs,
            int chainBefore,
            long unforcedCount) {
        buffer.putInt(BatchLayout.MAGIC_OFFSET, BatchLayout.MAGIC, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(BatchLayout.LENGTH_OFFSET, end, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(BatchLayout.CHAIN_OFFSET, chainBefore, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(BatchLayout.FIRST_POSITION_OFFSET, position, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(BatchLayout.TIME_OFFSET, batchTimeNs, ByteOrder.LITTLE_ENDIAN);
        buffer.putShort(BatchLayout.RECORD_COUNT_OFFSET, (short) count, ByteOrder.LITTLE_ENDIAN);
        buffer.putShort(BatchLayout.FLAGS_OFFSET, (short) BatchLayout.FIRST_OF_SEGMENT, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(
                BatchLayout.UNFORCED_OFFSET, (int) Math.min(unforcedCount, 0xFFFF_FFFFL), ByteOrder.LITTLE_ENDIAN);
        return 0;
    }

    /** Ends where the records begin; the numbers of variable length never reach beyond the time behind them. */
    private static int writeShort(
            MutableDirectBuffer buffer,
            int count,
            long position,
            long batchTimeNs,
            int chainBefore,
            long unforcedCount) {
        long micros = batchTimeNs / NANOS_PER_MICRO;
        boolean isNanos = batchTimeNs < 0 || micros * NANOS_PER_MICRO != batchTimeNs || micros > MAX_MICROS;
        long unforcedAndUnit = (unforcedCount << 1) | (isNanos ? BatchLayout.SHORT_NANOS : 0);
        int timeLength = isNanos ? Long.BYTES : BatchLayout.SHORT_MICROS_LENGTH;
        int length =
                BatchLayout.SHORT_FIXED_LENGTH + Varint.length(position) + Varint.length(unforcedAndUnit) + timeLength;
        int start = BatchLayout.HEADER_LENGTH - length;
        buffer.putByte(start, BatchLayout.SHORT_MARK);
        buffer.putInt(start + BatchLayout.SHORT_CHAIN_OFFSET, chainBefore, ByteOrder.LITTLE_ENDIAN);
        buffer.putByte(start + BatchLayout.SHORT_RECORD_COUNT_OFFSET, (byte) (count - 1));
        int at = Varint.put(buffer, start + BatchLayout.SHORT_FIXED_LENGTH, position);
        at = Varint.put(buffer, at, unforcedAndUnit);
        if (isNanos) {
            buffer.putLong(at, batchTimeNs, ByteOrder.LITTLE_ENDIAN);
        } else {
            buffer.putInt(at, (int) micros, ByteOrder.LITTLE_ENDIAN);
            buffer.putShort(at + Integer.BYTES, (short) (micros >>> Integer.SIZE), ByteOrder.LITTLE_ENDIAN);
            buffer.putByte(at + Integer.BYTES + Short.BYTES, (byte) (micros >>> (Integer.SIZE + Short.SIZE)));
        }
        return start;
    }

    /**
     * Reads and checks the head of a batch, and the checksum of the whole batch.
     *
     * @param buffer holds the batch, and {@link RecordLayout#READ_SLACK} readable bytes after it
     * @param bytes the same memory; limit and position are changed
     * @param index of the batch
     * @param length of the batch, bytes
     * @return null, or the fault
     */
    public String read(DirectBuffer buffer, ByteBuffer bytes, int index, int length) {
        if (length > 0 && buffer.getByte(index) == BatchLayout.SHORT_MARK) {
            return readShort(buffer, bytes, index, length);
        }
        return readLong(buffer, bytes, index, length);
    }

    private String readLong(DirectBuffer buffer, ByteBuffer bytes, int index, int length) {
        if (length < BatchLayout.HEADER_LENGTH) {
            return "batch too short, length=" + length;
        }
        int magic = buffer.getInt(index + BatchLayout.MAGIC_OFFSET, ByteOrder.LITTLE_ENDIAN);
        int version = BatchLayout.version(magic);
        if (version < 1 || version > BatchLayout.VERSION) {
            return "not a batch of this version, magic=0x" + Integer.toHexString(magic);
        }
        int batchLength = buffer.getInt(index + BatchLayout.LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if (batchLength != length) {
            return "batch length and document length differ, batch=" + batchLength + ", document=" + length;
        }
        crc = buffer.getInt(index + BatchLayout.CRC_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if (crc != checksum(bytes, index + BatchLayout.CRC_START, index + length)) {
            return "checksum wrong";
        }
        chain = buffer.getInt(index + BatchLayout.CHAIN_OFFSET, ByteOrder.LITTLE_ENDIAN);
        firstPosition = buffer.getLong(index + BatchLayout.FIRST_POSITION_OFFSET, ByteOrder.LITTLE_ENDIAN);
        timeNs = buffer.getLong(index + BatchLayout.TIME_OFFSET, ByteOrder.LITTLE_ENDIAN);
        recordCount = buffer.getShort(index + BatchLayout.RECORD_COUNT_OFFSET, ByteOrder.LITTLE_ENDIAN);
        int flags = buffer.getShort(index + BatchLayout.FLAGS_OFFSET, ByteOrder.LITTLE_ENDIAN);
        isFirstOfSegment = (flags & BatchLayout.FIRST_OF_SEGMENT) != 0;
        unforced = Integer.toUnsignedLong(buffer.getInt(index + BatchLayout.UNFORCED_OFFSET, ByteOrder.LITTLE_ENDIAN));
        recordsIndex = index + BatchLayout.HEADER_LENGTH;
        return check(index + length);
    }

    private String readShort(DirectBuffer buffer, ByteBuffer bytes, int index, int length) {
        if (length < BatchLayout.SHORT_MIN_LENGTH) {
            return "batch too short, length=" + length;
        }
        crc = buffer.getInt(index + BatchLayout.SHORT_CRC_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if (crc != checksum(bytes, index + BatchLayout.SHORT_CRC_START, index + length)) {
            return "checksum wrong";
        }
        chain = buffer.getInt(index + BatchLayout.SHORT_CHAIN_OFFSET, ByteOrder.LITTLE_ENDIAN);
        recordCount = (buffer.getByte(index + BatchLayout.SHORT_RECORD_COUNT_OFFSET) & 0xFF) + 1;
        int at = index + BatchLayout.SHORT_FIXED_LENGTH;
        firstPosition = Varint.get(buffer, at);
        at += Varint.lengthAt(buffer, at);
        long unforcedAndUnit = Varint.get(buffer, at);
        at += Varint.lengthAt(buffer, at);
        unforced = unforcedAndUnit >>> 1;
        long time = buffer.getLong(at, ByteOrder.LITTLE_ENDIAN);
        if ((unforcedAndUnit & BatchLayout.SHORT_NANOS) != 0) {
            timeNs = time;
            recordsIndex = at + Long.BYTES;
        } else {
            timeNs = (time & MAX_MICROS) * NANOS_PER_MICRO;
            recordsIndex = at + BatchLayout.SHORT_MICROS_LENGTH;
        }
        isFirstOfSegment = false;
        return check(index + length);
    }

    private String check(int end) {
        if (recordCount < 1 || recordCount > Journal.MAX_BATCH_RECORDS || firstPosition < 0 || recordsIndex > end) {
            return "batch header is invalid, recordCount=" + recordCount + ", firstPosition=" + firstPosition;
        }
        return null;
    }

    private int checksum(ByteBuffer bytes, int from, int to) {
        bytes.limit(to).position(from);
        crc32c.reset();
        crc32c.update(bytes);
        return (int) crc32c.getValue();
    }

    /** Index of the first record. */
    public int recordsIndex() {
        return recordsIndex;
    }

    public int recordCount() {
        return recordCount;
    }

    public long firstPosition() {
        return firstPosition;
    }

    /** Time of the first record, epoch ns. */
    public long timeNs() {
        return timeNs;
    }

    /** Checksum of the batch. */
    public int crc() {
        return crc;
    }

    /** Checksum of the batch before. */
    public int chain() {
        return chain;
    }

    /** Records before this batch that were not forced when it was written. */
    public long unforced() {
        return unforced;
    }

    public boolean isFirstOfSegment() {
        return isFirstOfSegment;
    }
}
