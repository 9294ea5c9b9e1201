package io.tocsin.persistence.journal.format;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.Journal;

/**
 * The bytes of one batch: the content of one Chronicle excerpt. Little endian. Version 2.
 *
 * <p>The first batch of a segment has a long head, so that a program that knows older versions only finds the version
 * there. In segments of version 1 every batch has one.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+---------------+---------------+---------------+
 *  |      'T'      |      'o'      |      'c'      |    version    |  0
 *  +---------------+---------------+---------------+---------------+
 *  |                CRC32C of everything from byte 8 on            |  4
 *  +---------------------------------------------------------------+
 *  |                length of the batch, header included           |  8
 *  +---------------------------------------------------------------+
 *  |                chain: CRC32C of the batch before, 0 = none    | 12
 *  +---------------------------------------------------------------+
 *  |                position of the first record                   | 16
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                time of the first record, epoch ns             | 24
 *  |                                                               |
 *  +-------------------------------+-------------------------------+
 *  |         record count          |             flags             | 32
 *  +-------------------------------+-------------------------------+
 *  |                unforced records before this batch             | 36
 *  +---------------------------------------------------------------+
 *  |                records: {@link RecordLayout}                 ...  40
 * </pre>
 *
 * <p>The other batches have a short head of 19 to 38 bytes, usually 24: the document's length is the batch's, numbers
 * have a {@link Varint variable length}.
 *
 * <pre>
 *    byte   0        0xB2
 *           1 …  4   CRC32C of everything from byte 5 on
 *           5 …  8   chain
 *           9        record count - 1
 *          10 …      position of the first record, varint
 *           then     unforced records × 2 + unit of the time, varint
 *           then     time of the first record since 1970: unit 0, 7 bytes, µs; unit 1, 8 bytes, ns
 *           then     records
 * </pre>
 *
 * <p><b>Chain.</b> Continues across segments and generations, so a missing or misplaced batch is found even if every
 * single batch is whole.
 *
 * <p><b>Time.</b> Receive time of the first reading or clock of the first tick; of the record before when the batch
 * has neither.
 *
 * <p><b>Flags.</b> Bit 0: first of its segment, its records refer to nothing before them. A short head has none.
 *
 * <p><b>Unforced records.</b> Number of records before the first position that were not yet forced to the device when
 * the batch was written. A surviving batch thereby proves that all earlier, forced records must exist too; this
 * distinguishes damage from losses by a power cut.
 */
public final class BatchLayout {
    public static final int VERSION = 2;

    private static final int NAME = 'T' | ('o' << 8) | ('c' << 16);
    private static final int NAME_MASK = 0xFF_FFFF;
    private static final int VERSION_SHIFT = 24;

    /** 'T', 'o', 'c' and the version, as a little-endian int. */
    public static final int MAGIC = NAME | (VERSION << VERSION_SHIFT);

    static final int MAGIC_OFFSET = 0;
    static final int CRC_OFFSET = 4;
    public static final int LENGTH_OFFSET = 8;
    static final int CHAIN_OFFSET = 12;
    static final int FIRST_POSITION_OFFSET = 16;
    static final int TIME_OFFSET = 24;
    static final int RECORD_COUNT_OFFSET = 32;
    static final int FLAGS_OFFSET = 34;
    static final int UNFORCED_OFFSET = 36;
    public static final int HEADER_LENGTH = 40;

    /** First byte that the checksum covers. */
    static final int CRC_START = LENGTH_OFFSET;

    /** First byte of a short head; no 'T', with which long ones begin. */
    public static final byte SHORT_MARK = (byte) 0xB2;

    static final int SHORT_CRC_OFFSET = 1;
    static final int SHORT_CHAIN_OFFSET = 5;
    static final int SHORT_RECORD_COUNT_OFFSET = 9;
    /** Bytes before the numbers of variable length. */
    static final int SHORT_FIXED_LENGTH = 10;

    static final int SHORT_CRC_START = SHORT_CHAIN_OFFSET;
    /** Bit of the unit: the time is in nanoseconds. */
    static final int SHORT_NANOS = 1;

    static final int SHORT_MICROS_LENGTH = 7;

    /** The shortest batch with a short head: two numbers of a byte, a time in microseconds and a record of a byte. */
    public static final int SHORT_MIN_LENGTH = SHORT_FIXED_LENGTH + 2 + SHORT_MICROS_LENGTH + 1;

    /** Flag: the records of this batch refer to nothing before them. */
    static final int FIRST_OF_SEGMENT = 1;

    /** The chain of the first batch ever. */
    public static final int NO_CHAIN = 0;

    /**
     * The longest batch: one control record of the longest kind, and 1 MiB for the other records of the batch, three
     * times the size of 255 sensor definitions with the longest names.
     */
    public static final int MAX_LENGTH = ControlKind.MAX_BODY_LENGTH + (1 << 20);

    /** The longest batch without control records. */
    static final int MAX_READINGS_LENGTH = HEADER_LENGTH + Journal.MAX_BATCH_RECORDS * RecordLayout.MAX_READING_LENGTH;

    private BatchLayout() {}

    /** The version in the first four bytes of a batch, or 0 when they are not those of a batch. */
    public static int version(int magic) {
        return (magic & NAME_MASK) == NAME ? magic >>> VERSION_SHIFT : 0;
    }
}
