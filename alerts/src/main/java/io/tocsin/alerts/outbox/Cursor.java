package io.tocsin.alerts.outbox;

import io.tocsin.alerts.log.AlarmLogException;
import io.tocsin.alerts.log.DurableFiles;
import io.tocsin.engine.log.LineLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * How far a sink has come in the alarm log: the sequence number of the next frame, in a small file that is replaced as a
 * whole, little endian.
 *
 * <pre>
 *   0        8            16      20     24
 *   +--------+------------+-------+------+
 *   | magic  |sequence    |version|crc32c|
 *   +--------+------------+-------+------+
 * </pre>
 *
 * <p>One thread. Every failure is an {@link AlarmLogException}.
 */
public final class Cursor {
    private static final int LENGTH = 24;
    private static final long MAGIC = 0x524F535255434C41L; // "ALCURSOR"
    private static final int VERSION = 1;
    private static final int SEQUENCE_OFFSET = 8;
    private static final int VERSION_OFFSET = 16;
    private static final int CRC_OFFSET = 20;

    private final Path file;
    private long sequence;
    private long persistedSequence;

    private Cursor(Path file, long sequence, long persistedSequence) {
        this.file = file;
        this.sequence = sequence;
        this.persistedSequence = persistedSequence;
    }

    /**
     * Opens a sink's cursor before recovery appends to the log. A sink that is new begins at the log's end. A cursor
     * beyond the end, for a power cut took the log's tail, is set back, and that is on the disk before the call
     * returns: other frames will stand there soon. A cursor before the beginning is of a sink that was away while
     * retention deleted what it had not delivered.
     *
     * @param directory of the cursors
     * @param sink its name
     * @param firstSequence the log's oldest frame
     * @param endSequence the log's end
     * @param log gets a line when the cursor was moved
     */
    public static Cursor open(Path directory, String sink, long firstSequence, long endSequence, Consumer<String> log) {
        Path file = directory.resolve(SinkFileName.of(sink, ".cursor"));
        try {
            Files.createDirectories(directory);
            if (!Files.exists(file)) {
                Cursor cursor = new Cursor(file, endSequence, -1);
                cursor.persist();
                return cursor;
            }
            long sequence = read(file);
            Cursor cursor = new Cursor(file, Math.max(firstSequence, Math.min(sequence, endSequence)), sequence);
            if (sequence < firstSequence) {
                LineLog.warn(
                        log,
                        "sink " + sink + ": was away while retention deleted " + (firstSequence - sequence)
                                + " entries of the alarm log that it had not delivered");
            }
            if (sequence > endSequence) {
                LineLog.warn(
                        log,
                        "sink " + sink + ": the alarm log lost its tail, cursor set back, from=" + sequence + ", to="
                                + endSequence);
                cursor.persist();
            }
            return cursor;
        } catch (IOException e) {
            throw new AlarmLogException("cannot open the cursor, file=" + file, e);
        }
    }

    /** The sequence number of the next frame to deliver. */
    public long sequence() {
        return sequence;
    }

    /** All frames below this one are delivered, or not for this sink. */
    public void moveTo(long nextSequence) {
        sequence = nextSequence;
    }

    /** Back to where the disk has it: what was delivered since cannot be relied on. */
    public void backToPersisted() {
        sequence = persistedSequence;
    }

    /** What the disk has. */
    long persistedSequence() {
        return persistedSequence;
    }

    /** How many frames it has moved since it was last persisted. */
    public long unpersisted() {
        return sequence - persistedSequence;
    }

    /** Puts it on the disk. */
    public void persist() {
        if (sequence == persistedSequence) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(0, MAGIC).putLong(SEQUENCE_OFFSET, sequence).putInt(VERSION_OFFSET, VERSION);
        bytes.putInt(CRC_OFFSET, crc(bytes));
        try {
            DurableFiles.replace(file, bytes);
        } catch (IOException e) {
            throw new AlarmLogException("cannot write the cursor, file=" + file, e);
        }
        persistedSequence = sequence;
    }

    private static long read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.limit() != LENGTH
                || bytes.getLong(0) != MAGIC
                || bytes.getInt(VERSION_OFFSET) != VERSION
                || bytes.getInt(CRC_OFFSET) != crc(bytes)) {
            throw new AlarmLogException("cursor is damaged, file=" + file + "; without the file the sink begins at the"
                    + " end of the alarm log");
        }
        return bytes.getLong(SEQUENCE_OFFSET);
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(0, CRC_OFFSET));
        return (int) crc.getValue();
    }
}
