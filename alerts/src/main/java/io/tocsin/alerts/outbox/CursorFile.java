package io.tocsin.alerts.outbox;

import io.tocsin.alerts.log.Told;
import io.tocsin.alerts.log.frame.DurableFiles;
import io.tocsin.alerts.log.repair.Anchor;
import io.tocsin.alerts.log.repair.DamagedFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A sink's place in the alarm log on the disk: a small file that is replaced atomically, little endian. The previous
 * file is kept for the case of damage.
 *
 * <pre>
 *   0        8            16      20     24       32       40       48       56       64
 *   +--------+------------+-------+------+--------+--------+--------+--------+--------+
 *   | magic  |sequence    |version|crc32c|ordinal |key     |ledger  |events  |rows    |
 *   |        |            |       |      |        |        |        |told    |told    |
 *   +--------+------------+-------+------+--------+--------+--------+--------+--------+
 * </pre>
 *
 * Version 1 ends after the checksum, version 2 after the key. Version 2 is written while the sink has lost nothing, so
 * that older programs can read it. One thread.
 */
final class CursorFile {
    /**
     * A place in the log.
     *
     * @param sequence number of the next frame; all frames below it are delivered
     * @param anchor the last delivered event; if it is after the sequence number, so is the place
     * @param hasAnchor false in files of older versions
     * @param told losses reported to the sink
     */
    record Content(long sequence, Anchor anchor, boolean hasAnchor, Told told) {}

    private static final String SUFFIX = ".cursor";
    private static final String BEFORE = ".before";
    private static final int[] LENGTH_OF_VERSION = {0, 24, 40, 64};
    private static final long MAGIC = 0x524F535255434C41L; // "ALCURSOR"
    private static final int FIRST_VERSION = 1;
    private static final int ANCHORS_VERSION = 2;
    private static final int LOSSES_VERSION = 3;
    private static final int SEQUENCE_OFFSET = 8;
    private static final int VERSION_OFFSET = 16;
    private static final int CRC_OFFSET = 20;
    private static final int ORDINAL_OFFSET = 24;
    private static final int KEY_OFFSET = 32;
    private static final int LEDGER_OFFSET = 40;
    private static final int TOLD_EVENTS_OFFSET = 48;
    private static final int TOLD_ROWS_OFFSET = 56;

    private final Path file;
    private final Path before;

    /**
     * @param directory of the cursors; is created when it does not exist
     */
    CursorFile(Path directory, String sink) throws IOException {
        Files.createDirectories(directory);
        this.file = directory.resolve(SinkFileName.of(sink, SUFFIX));
        this.before = file.resolveSibling(file.getFileName() + BEFORE);
    }

    /** Whether a directory has cursors. */
    static boolean isAnyIn(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(each -> each.toString().contains(SUFFIX));
        }
    }

    Path path() {
        return file;
    }

    boolean exists() {
        return Files.exists(file) || Files.exists(before);
    }

    /** Stored cursor, or null when it is missing or damaged. */
    Content read() throws IOException {
        return read(file);
    }

    /** Stored cursor of the previous file, or null when it is missing or damaged. */
    Content readBefore() throws IOException {
        return read(before);
    }

    /** Replaces the file and keeps the old one as the previous file. */
    void write(Content content) throws IOException {
        if (Files.exists(file)) {
            Files.move(file, before, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        DurableFiles.replace(file, bytes(content));
    }

    /** Replaces the file and the previous one, because both are invalid. */
    void overwrite(Content content) throws IOException {
        Files.deleteIfExists(before);
        DurableFiles.replace(file, bytes(content));
    }

    /**
     * Moves a damaged file aside.
     *
     * @return the damage, for people
     */
    String setAside() throws IOException {
        if (!Files.exists(file)) {
            return "is missing";
        }
        Path kept = DamagedFiles.freeName(file);
        Files.move(file, kept, StandardCopyOption.ATOMIC_MOVE);
        DamagedFiles.keepNewest(file.toAbsolutePath().getParent());
        return "is damaged and kept as " + kept;
    }

    private static ByteBuffer bytes(Content content) {
        int version = content.told().equals(Told.NOTHING) ? ANCHORS_VERSION : LOSSES_VERSION;
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH_OF_VERSION[version]).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(0, MAGIC).putLong(SEQUENCE_OFFSET, content.sequence()).putInt(VERSION_OFFSET, version);
        bytes.putLong(ORDINAL_OFFSET, content.anchor().ordinal())
                .putLong(KEY_OFFSET, content.anchor().key());
        if (version == LOSSES_VERSION) {
            bytes.putLong(LEDGER_OFFSET, content.told().ledgerId())
                    .putLong(TOLD_EVENTS_OFFSET, content.told().events())
                    .putLong(TOLD_ROWS_OFFSET, content.told().rows());
        }
        return bytes.putInt(CRC_OFFSET, crc(bytes));
    }

    private static Content read(Path path) throws IOException {
        if (!Files.exists(path)) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.limit() < LENGTH_OF_VERSION[FIRST_VERSION] || bytes.getLong(0) != MAGIC) {
            return null;
        }
        int version = bytes.getInt(VERSION_OFFSET);
        boolean isSound = version >= FIRST_VERSION
                && version <= LOSSES_VERSION
                && bytes.limit() == LENGTH_OF_VERSION[version]
                && bytes.getInt(CRC_OFFSET) == crc(bytes);
        if (!isSound) {
            return null;
        }
        boolean hasAnchor = version >= ANCHORS_VERSION;
        Anchor anchor = hasAnchor ? new Anchor(bytes.getLong(ORDINAL_OFFSET), bytes.getLong(KEY_OFFSET)) : Anchor.NONE;
        Told told = version < LOSSES_VERSION
                ? Told.NOTHING
                : new Told(
                        bytes.getLong(LEDGER_OFFSET),
                        bytes.getLong(TOLD_EVENTS_OFFSET),
                        bytes.getLong(TOLD_ROWS_OFFSET));
        return new Content(bytes.getLong(SEQUENCE_OFFSET), anchor, hasAnchor, told);
    }

    /** Checksum over all other bytes */
    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(0, CRC_OFFSET));
        crc.update(bytes.slice(CRC_OFFSET + Integer.BYTES, bytes.limit() - CRC_OFFSET - Integer.BYTES));
        return (int) crc.getValue();
    }
}
