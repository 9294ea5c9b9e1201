package io.tocsin.persistence.journal.read;

import io.tocsin.persistence.journal.disk.Forcer;
import io.tocsin.persistence.journal.format.DamageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;

/**
 * Extent of the journal: oldest and newest generation, in the file {@code extent} beside the generations. It reveals a
 * missing first or last generation, because a segment proves only the existence of those before it.
 *
 * <pre>
 *   0               4               8               16              24
 *  +---------------+---------------+---------------+---------------+
 *  | CRC32C of 4…  | 'T' 'o' 'x' n | value         | 2nd value     |   a slot, little endian; n = 1 may be all zero
 *  +---------------+---------------+---------------+---------------+
 *    n = 1: an empty journal begins at this position by intent, since (epoch ns)
 *    n = 2: the oldest generation, and the one from which on their numbers have no gap
 *    n = 3: the newest generation, 0
 * </pre>
 *
 * <p>The file fits into one sector and is overwritten in place, slot by slot: that needs no room on a full device, and
 * a power cut leaves either the old or the new slot. The file never names a generation that is not on the device. The
 * newest generation is noted after its name was forced, and the note is withdrawn and forced before the generation is
 * removed. The oldest generation is noted and forced before the previous one is deleted.
 *
 * <p>The slots are independent, so retention may write while a segment is prepared. The journal's methods that write
 * are called under the lock of the data directory.
 */
public final class JournalExtent {
    public static final String FILE_NAME = "extent";

    /** Value of a slot that was never written, or of a file of an older version. */
    static final long UNKNOWN = -1;

    private static final int BEGIN = 0;
    private static final int OLDEST = 1;
    private static final int NEWEST = 2;
    private static final int SLOTS = 3;
    private static final int SLOT_LENGTH = 24;
    private static final int MAGIC_OFFSET = 4;
    private static final int VALUE_OFFSET = 8;
    private static final int SECOND_OFFSET = 16;
    private static final int LENGTH = SLOTS * SLOT_LENGTH;
    private static final int MAGIC = 'T' | ('o' << 8) | ('x' << 16);
    private static final int KIND_SHIFT = 24;
    /** Number of reads of a file that looks damaged. */
    private static final int ATTEMPTS = 11;

    private static final long PAUSE_NS = 10_000_000;

    private final Path file;
    private final ByteBuffer bytes;
    private final boolean isDamaged;

    private JournalExtent(Path file, ByteBuffer bytes, boolean isDamaged) {
        this.file = file;
        this.bytes = bytes;
        this.isDamaged = isDamaged;
    }

    /**
     * Reads the file of a journal; all values are unknown when there is none. A file that looks damaged is read again
     * for a tenth of a second, because a running gateway may be writing it.
     */
    static JournalExtent read(Path dir) throws DamageException {
        JournalExtent extent = readOnce(dir);
        for (int i = 1; i < ATTEMPTS && extent.isDamaged; i++) {
            LockSupport.parkNanos(PAUSE_NS);
            extent = readOnce(dir);
        }
        return extent;
    }

    private static JournalExtent readOnce(Path dir) throws DamageException {
        Path file = dir.resolve(FILE_NAME);
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
                // reads on until the buffer is full or the file ends
            }
            boolean isWhole = channel.size() == LENGTH
                    && (isEmpty(bytes, BEGIN) || isSound(bytes, BEGIN))
                    && isSound(bytes, OLDEST)
                    && isSound(bytes, NEWEST);
            return new JournalExtent(file, bytes, !isWhole);
        } catch (NoSuchFileException e) {
            return new JournalExtent(file, bytes, false);
        } catch (IOException e) {
            throw DamageException.unreadable(file, 0, "cannot be read", e);
        }
    }

    /** Creates the file of an empty journal that is set to begin at a position. The caller forces the directory. */
    public static void begin(Path dir, long position, long sinceNs) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        put(bytes, BEGIN, position, sinceNs);
        put(bytes, OLDEST, 1, 1);
        put(bytes, NEWEST, 0, 0);
        create(dir, bytes);
    }

    /** Writes the whole file with one call, so that a reader sees a partial file only for a moment, and forces it. */
    private static void create(Path dir, ByteBuffer bytes) throws IOException {
        Path file = dir.resolve(FILE_NAME);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes, bytes.position());
            }
            channel.truncate(LENGTH);
            Forcer.DEVICE.force(channel, file);
        }
    }

    /**
     * Creates a missing or damaged file for a journal whose generations are complete. The caller forces the directory.
     */
    public static void createIfMissing(Path dir) throws DamageException, IOException {
        JournalExtent extent = read(dir);
        List<Path> generations = JournalDirectory.generations(dir);
        int newest = generations.isEmpty() ? 0 : JournalDirectory.number(generations.get(generations.size() - 1));
        if (!extent.isDamaged() && extent.oldestGeneration() != UNKNOWN) {
            raiseNewest(dir, newest);
            return;
        }
        int oldest = generations.isEmpty() ? 1 : JournalDirectory.number(generations.get(0));
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        put(bytes, OLDEST, oldest, Math.max(1, newest));
        put(bytes, NEWEST, newest, 0);
        create(dir, bytes);
    }

    /** Notes the oldest generation and forces the note; older generations may be deleted afterwards. */
    public static void writeOldest(Path dir, int generation) throws IOException {
        long denseFrom = known(dir).denseFrom();
        write(dir, OLDEST, generation, denseFrom == UNKNOWN ? generation : denseFrom, true);
    }

    /** Notes a generation whose name has been forced, if it is newer than the noted one. */
    public static void raiseNewest(Path dir, int generation) throws IOException {
        if (generation > known(dir).newestGeneration()) {
            write(dir, NEWEST, generation, 0, false);
        }
    }

    /** Notes the newest generation that stays and forces the note; newer generations may be removed afterwards. */
    public static void lowerNewest(Path dir, int generation) throws IOException {
        if (generation < known(dir).newestGeneration()) {
            write(dir, NEWEST, generation, 0, true);
        }
    }

    private static JournalExtent known(Path dir) throws IOException {
        try {
            return read(dir);
        } catch (DamageException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Whether the file exists and is damaged. */
    boolean isDamaged() {
        return isDamaged;
    }

    Path file() {
        return file;
    }

    /** First position of an empty journal, or {@link #UNKNOWN}. */
    long beginPosition() {
        return value(BEGIN, VALUE_OFFSET);
    }

    /** Time at which this first position was set, epoch ns, or {@link #UNKNOWN}. */
    long beginSinceNs() {
        return value(BEGIN, SECOND_OFFSET);
    }

    /** The oldest generation, or {@link #UNKNOWN}. */
    long oldestGeneration() {
        return value(OLDEST, VALUE_OFFSET);
    }

    /** The generation from which on the numbers have no gap, or {@link #UNKNOWN}. */
    long denseFrom() {
        return value(OLDEST, SECOND_OFFSET);
    }

    /** The newest generation, or {@link #UNKNOWN}. */
    long newestGeneration() {
        return value(NEWEST, VALUE_OFFSET);
    }

    private long value(int slot, int offset) {
        return isSound(bytes, slot) ? bytes.getLong(slot * SLOT_LENGTH + offset) : UNKNOWN;
    }

    private static void write(Path dir, int slot, long value, long second, boolean forced) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        put(bytes, slot, value, second);
        bytes.position(slot * SLOT_LENGTH).limit((slot + 1) * SLOT_LENGTH);
        Path file = dir.resolve(FILE_NAME);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return; // a journal of an older version that was not opened for writing since
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes, bytes.position());
            }
            if (forced) {
                Forcer.DEVICE.force(channel, file);
            }
        }
    }

    private static void put(ByteBuffer bytes, int slot, long value, long second) {
        int at = slot * SLOT_LENGTH;
        bytes.putInt(at + MAGIC_OFFSET, magic(slot));
        bytes.putLong(at + VALUE_OFFSET, value);
        bytes.putLong(at + SECOND_OFFSET, second);
        bytes.putInt(at, crc(bytes, at));
    }

    private static int magic(int slot) {
        return MAGIC | ((slot + 1) << KIND_SHIFT);
    }

    private static boolean isEmpty(ByteBuffer bytes, int slot) {
        for (int i = slot * SLOT_LENGTH; i < (slot + 1) * SLOT_LENGTH; i++) {
            if (bytes.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSound(ByteBuffer bytes, int slot) {
        int at = slot * SLOT_LENGTH;
        return bytes.getInt(at + MAGIC_OFFSET) == magic(slot) && bytes.getInt(at) == crc(bytes, at);
    }

    private static int crc(ByteBuffer bytes, int at) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().clear().slice(at + MAGIC_OFFSET, SLOT_LENGTH - MAGIC_OFFSET));
        return (int) crc.getValue();
    }
}
