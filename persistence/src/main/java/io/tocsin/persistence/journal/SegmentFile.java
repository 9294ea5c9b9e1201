package io.tocsin.persistence.journal;

import io.tocsin.persistence.journal.disk.DiskReserve;
import io.tocsin.persistence.journal.disk.DiskSpace;
import io.tocsin.persistence.journal.disk.Forcer;
import io.tocsin.persistence.journal.read.EndMark;
import io.tocsin.persistence.journal.read.JournalDirectory;
import io.tocsin.persistence.journal.read.JournalExtent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import net.openhft.chronicle.bytes.Bytes;

/**
 * A segment being written, the only one of its generation: Chronicle's queue, and our own handles to reserve, force and
 * trim the file.
 *
 * <p>Threads: the creator hands over the complete segment; the journal thread appends and sets {@link #next()}; the
 * maintenance thread forces, touches and, after the last append, closes; both reserve.
 */
final class SegmentFile {
    /** Room needed beyond a batch, for Chronicle's index. */
    static final long MARGIN_BYTES = 128 * 1024;

    /** Bytes of a generation before its first record: Chronicle's metadata and the beginning of a segment. */
    static final long START_BYTES = DiskReserve.RESERVE_STEP_BYTES + (512 << 10);

    /** Bytes to touch before the segment has a writer: Chronicle's head and index, and the first batches. */
    private static final long BEGINNING_BYTES = 64 * 1024;

    private final Path generation;
    private final Path file;
    private final FileChannel channel;
    private final DiskSpace space;
    private final SegmentQueue queue;
    private final SegmentMapping mapping;

    private volatile long reservedTo = 0;
    private volatile long writeOffset = 0;
    private volatile SegmentFile next;
    private volatile long firstPosition;

    private boolean isNameForced = false;
    private boolean isForcedOnce = false;

    /** End offset of the last force, bytes; a force may cover more than requested. */
    private long forcedTo = 0;

    private SegmentFile(Path generation, FileChannel channel, DiskSpace space, SegmentQueue queue) {
        this.generation = generation;
        this.file = JournalDirectory.segmentFile(generation);
        this.channel = channel;
        this.space = space;
        this.queue = queue;
        this.mapping = new SegmentMapping(channel);
    }

    /**
     * Makes a segment up to its mapped and touched beginning. The first mapping of a file, its first page faults and
     * Chronicle's code for a new file take milliseconds, which must not delay the journal thread.
     *
     * @param making an empty directory; becomes the generation when all is ready
     * @param generation the later name of the directory
     * @param segmentBytes approximate end of the segment
     * @throws io.tocsin.persistence.journal.disk.NoRoomException when there is no room; the caller removes the
     *     directory
     */
    static SegmentFile create(Path making, Path generation, long segmentBytes, DiskReserve reserve) throws IOException {
        EndMark.reserve(making);
        Path reserved = JournalDirectory.reservedFile(making);
        FileChannel channel = FileChannel.open(
                reserved, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        SegmentFile segment = new SegmentFile(
                generation, channel, new DiskSpace(reserved, channel, reserve), new SegmentQueue(making, segmentBytes));
        try {
            reserveMetadata(making, reserve);
            segment.reserveTo(DiskReserve.RESERVE_STEP_BYTES);
            segment.queue.begin(JournalDirectory.segmentFile(making));
            segment.queue.touch(0, BEGINNING_BYTES);
            Files.move(making, generation, StandardCopyOption.ATOMIC_MOVE);
            return segment;
        } catch (IOException | RuntimeException | Error e) {
            segment.abandon();
            throw e;
        }
    }

    /** Journal thread: appends an excerpt, whose pages must be reserved. */
    void append(Bytes<?> excerpt) {
        queue.append(excerpt);
        writeOffset = queue.writeOffset();
    }

    /**
     * Makes sure that there is room on the device. Journal and maintenance thread.
     *
     * @param to offset after the last byte that will be written
     */
    void reserveTo(long to) throws IOException {
        if (to > reservedTo) {
            reserveSteps(to);
        }
    }

    /** Touches the pages that the writer will need next, as far as they are reserved. */
    void touchAhead(long byteCount) {
        long from = writeOffset;
        queue.touch(from, Math.min(from + byteCount, reservedTo));
    }

    /** Forces the names that lead to the segment, once. */
    void forceName(Forcer forcer) throws IOException {
        if (!isNameForced) {
            forcer.forceDirectory(generation.getParent());
            forcer.forceDirectory(generation);
            JournalExtent.raiseNewest(generation.getParent(), JournalDirectory.number(generation));
            isNameForced = true;
        }
    }

    /**
     * Forces the data written since the last force; the first force covers the whole file.
     *
     * <p>A partial force spares the device: Chronicle changes its own words at the beginning of the file with every
     * batch, and touched pages count as changed, but no reader relies on either.
     */
    void force(Forcer forcer) throws IOException {
        forceName(forcer);
        long to = writeOffset;
        if (!isForcedOnce) {
            forcer.force(channel, file);
            isForcedOnce = true;
        } else if (to > forcedTo) {
            forcer.forceRange(mapping.mapped(to), (int) forcedTo, (int) to, file);
        }
        forcedTo = to;
    }

    /** Forces everything, after the last write to the segment. */
    void forceWhole(Forcer forcer) throws IOException {
        try {
            forceName(forcer);
        } catch (NoSuchFileException e) {
            isNameForced = true; // retention has already deleted the file
        }
        forcer.force(channel, file);
    }

    /** Releases unused reserved space and closes. Call it after the last write to the segment. */
    void finish() throws IOException {
        closeMemory();
        channel.truncate(writeOffset);
        channel.close();
        Files.deleteIfExists(generation.resolve(JournalDirectory.METADATA_FILE));
    }

    /** Removes a segment that never got a record. */
    void discard() throws IOException {
        abandon();
        JournalExtent.lowerNewest(generation.getParent(), JournalDirectory.number(generation) - 1);
        JournalDirectory.discardGeneration(generation);
    }

    /** Closes after a failure and leaves the file unchanged. Call it after the last write to the segment. */
    void abandon() throws IOException {
        closeMemory();
        channel.close();
    }

    Path file() {
        return file;
    }

    Path generation() {
        return generation;
    }

    /** Offset after the last batch, bytes. */
    long writeOffset() {
        return writeOffset;
    }

    /** The following segment, or null while this segment is current. */
    SegmentFile next() {
        return next;
    }

    void next(SegmentFile segment) {
        next = segment;
    }

    /** Position of the first record. */
    long firstPosition() {
        return firstPosition;
    }

    void firstPosition(long position) {
        firstPosition = position;
    }

    private void closeMemory() throws IOException {
        queue.close();
        mapping.close();
        space.close();
    }

    private synchronized void reserveSteps(long to) throws IOException {
        long from = reservedTo;
        if (to > from) {
            long end = (to + DiskReserve.RESERVE_STEP_BYTES - 1)
                    / DiskReserve.RESERVE_STEP_BYTES
                    * DiskReserve.RESERVE_STEP_BYTES;
            space.reserve(from, end);
            reservedTo = end;
        }
    }

    /** Chronicle also writes to its own small file through a mapping. */
    private static void reserveMetadata(Path generation, DiskReserve reserve) throws IOException {
        Path file = generation.resolve(JournalDirectory.METADATA_FILE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                DiskSpace space = new DiskSpace(file, channel, reserve)) {
            space.reserve(0, channel.size());
        }
    }
}
