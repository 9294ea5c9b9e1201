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
 * How far the journal reaches, in the file {@code extent} beside its generations: a missing first or last generation
 * leaves no other trace, for every segment vouches only for those before it.
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
 * <p>The file lies in one sector and is overwritten in place, slot by slot: that takes no room on a full device and a
 * power cut leaves the old slot or the new one. The file never claims a generation that is not on the device: the
 * newest one is noted after its name was forced and taken back, forced, before it is removed; the oldest is noted,
 * forced, before the one before it is deleted.
 *
 * <p>The slots are independent, so retention may write while a segment is prepared. The journal's methods that write
 * are called under the lock of the data directory.
 */
public final class JournalExtent {
    public static final String FILE_NAME = "extent";

    /** A value is not known: the file is of an older version, or a slot was never written. */
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
    /** How often what looks damaged is read. */
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
     * Reads the file of a journal; all is unknown when there is none. What looks damaged is read again for a tenth of a
     * second: a running gateway may be writing it.
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

    /** Makes the file of an empty journal that begins at a position by intent. The caller forces the directory. */
    public static void begin(Path dir, long position, long sinceNs) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        put(bytes, BEGIN, position, sinceNs);
        put(bytes, OLDEST, 1, 1);
        put(bytes, NEWEST, 0, 0);
        create(dir, bytes);
    }

    /** Writes the whole file at once, so that nobody sees a part of it for longer than that takes, and forces it. */
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
     * Makes the file, if it is missing or damaged, of a journal whose generations are what they should be. The caller
     * forces the directory.
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

    /** Notes the oldest generation, and forces it: older ones may be deleted then. */
    public static void writeOldest(Path dir, int generation) throws IOException {
        long denseFrom = known(dir).denseFrom();
        write(dir, OLDEST, generation, denseFrom == UNKNOWN ? generation : denseFrom, true);
    }

    /** Notes a generation whose name has been forced, if it is newer than the one noted. */
    public static void raiseNewest(Path dir, int generation) throws IOException {
        if (generation > known(dir).newestGeneration()) {
            write(dir, NEWEST, generation, 0, false);
        }
    }

    /** Notes the newest generation that stays, and forces it: newer ones may be removed then. */
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

    /** Whether the file is there and says nothing that can be believed. */
    boolean isDamaged() {
        return isDamaged;
    }

    Path file() {
        return file;
    }

    /** Where an empty journal begins, or {@link #UNKNOWN}. */
    long beginPosition() {
        return value(BEGIN, VALUE_OFFSET);
    }

    /** Since when it begins there, epoch ns, or {@link #UNKNOWN}. */
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
            return; // a journal of an older version, which nobody has opened to write since
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
