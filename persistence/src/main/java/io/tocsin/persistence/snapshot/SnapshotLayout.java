package io.tocsin.persistence.snapshot;

/**
 * A snapshot file: a head, blocks of state, an end.
 *
 * <pre>
 *   0                8        12       16               24
 *  +----------------+--------+--------+----------------+----------+
 *  | "TOCSNAP\0"    | version| crc of | position       | created  |   head, 32 bytes
 *  |                |        | the head        8       | epoch ns |
 *  +--------+-------+--------+--------+----------------+----------+
 *  | length | crc   | state bytes …                               |   block, repeated
 *  +--------+-------+---------------------------------------------+
 *  | 0      | crc of all block crcs                               |   end
 *  +--------+-----------------------------------------------------+
 * </pre>
 *
 * Little-endian; checksums are CRC32C. The end distinguishes a whole file from a file cut at a block's edge. The head
 * is the same in every version, so that an older program can distinguish a newer version's file from a damaged one.
 */
final class SnapshotLayout {
    static final long MAGIC = 0x0050414E53434F54L; // "TOCSNAP\0" read as a little-endian long
    static final int VERSION = 2;
    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 8;
    static final int CRC_OFFSET = 12;
    static final int POSITION_OFFSET = 16;
    static final int CREATED_OFFSET = 24;
    static final int HEAD_LENGTH = 32;
    static final int BLOCK_HEAD_LENGTH = 8;
    static final int MAX_BLOCK_LENGTH = 1 << 20;

    private SnapshotLayout() {}
}
