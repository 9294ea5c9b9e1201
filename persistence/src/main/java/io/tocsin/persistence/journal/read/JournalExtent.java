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

    private final Path file;
    private final ByteBuffer bytes;
    private final boolean isDamaged;

    private JournalExtent(Path file, ByteBuffer bytes, boolean isDamaged) {
        this.file = file;
        this.bytes = bytes;
        this.isDamaged = isDamaged;
    }

    /** Reads the file of a journal; all is unknown when there is none. */
    static JournalExtent read(Path dir) throws DamageException {
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
        create(dir);
        raiseNewest(dir, 0);
        writeOldest(dir, 1);
        write(dir, BEGIN, position, sinceNs, true);
    }

    private static void create(Path dir) throws IOException {
        Files.write(
                dir.resolve(FILE_NAME),
                new byte[LENGTH],
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Makes the file, if it is missing or damaged, of a journal whose generations are what they should be. The caller
     * forces the directory.
     */
    public static void createIfMissing(Path dir) throws DamageException, IOException {
        Path file = dir.resolve(FILE_NAME);
        JournalExtent extent = read(dir);
        if (extent.isDamaged() || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            create(dir);
        }
        List<Path> generations = JournalDirectory.generations(dir);
        int newest = generations.isEmpty() ? 0 : JournalDirectory.number(generations.get(generations.size() - 1));
        raiseNewest(dir, newest);
        if (extent.oldestGeneration() == UNKNOWN) {
            int oldest = generations.isEmpty() ? 1 : JournalDirectory.number(generations.get(0));
            write(dir, OLDEST, oldest, Math.max(1, newest), true);
        }
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
        ByteBuffer bytes = ByteBuffer.allocate(SLOT_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(MAGIC_OFFSET, magic(slot)).putLong(VALUE_OFFSET, value).putLong(SECOND_OFFSET, second);
        bytes.putInt(0, crc(bytes, 0));
        Path file = dir.resolve(FILE_NAME);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return; // a journal of an older version, which nobody has opened to write since
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes, (long) slot * SLOT_LENGTH + bytes.position());
            }
            if (forced) {
                Forcer.DEVICE.force(channel, file);
            }
        }
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
        crc.update(bytes.slice(at + MAGIC_OFFSET, SLOT_LENGTH - MAGIC_OFFSET));
        return (int) crc.getValue();
    }
}
