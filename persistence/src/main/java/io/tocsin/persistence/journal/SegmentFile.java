package io.tocsin.persistence.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One segment being written, as seen from beside Chronicle: handles of our own to reserve, touch, force and trim it.
 *
 * <p>Threads: the journal thread writes {@link #writeOffset()} and {@link #next()}, the maintenance thread forces,
 * touches and closes; both reserve. Who reserves a new one touches its beginning, before anybody else has it.
 */
final class SegmentFile {
    /** How far beyond a batch there must be room: the end mark and Chronicle's index. */
    static final long MARGIN_BYTES = 128 * 1024;

    /** What is reserved at once. */
    static final long RESERVE_STEP_BYTES = 2L << 20;

    /** Where Chronicle writes when it takes the file: its head, its index, and the first batches. */
    private static final long BEGINNING_BYTES = 64 * 1024;

    private static final int END_MARK_LENGTH = 16;

    private final Path file;
    private final Path reservedFile;
    private final FileChannel channel;
    private final DiskSpace space;
    private final SegmentPages pages;

    private volatile long reservedTo = 0;
    private volatile long writeOffset = 0;
    private volatile SegmentFile next;
    private volatile long firstPosition;

    private boolean isNameForced = false;

    /** Offset behind what the last force covered, bytes; it may have covered more than it was asked for. */
    private long forcedTo = 0;

    private SegmentFile(Path file, Path reservedFile, FileChannel channel, DiskSpace space) {
        this.file = file;
        this.reservedFile = reservedFile;
        this.channel = channel;
        this.space = space;
        this.pages = new SegmentPages(channel);
    }

    /**
     * Creates the file that Chronicle will take as the segment, with room for its beginning, and touches that: the kernel
     * reads ahead around the first page that is touched, which takes milliseconds, so it should not be the journal thread.
     *
     * @param file the segment's name
     * @param reservedFile its name until Chronicle takes it
     * @throws NoRoomException when there is no room; no file is left
     */
    static SegmentFile reserve(Path file, Path reservedFile, DiskReserve reserve) throws IOException {
        reserve.require(RESERVE_STEP_BYTES);
        FileChannel channel = FileChannel.open(
                reservedFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        SegmentFile segment =
                new SegmentFile(file, reservedFile, channel, new DiskSpace(reservedFile, channel, reserve));
        try {
            segment.reserveTo(RESERVE_STEP_BYTES);
            segment.pages.touch(0, BEGINNING_BYTES);
            return segment;
        } catch (IOException e) {
            segment.finish(); // removes the file, so that another try finds no leftover
            throw e;
        }
    }

    /**
     * Makes sure that there is room on the device. Journal and maintenance thread.
     *
     * @param to offset behind the last byte that will be written
     */
    void reserveTo(long to) throws IOException {
        if (to > reservedTo) {
            reserveSteps(to);
        }
    }

    /** Touches the pages that the writer will need next, as far as they are reserved. */
    void touchAhead(long byteCount) throws IOException {
        long from = writeOffset;
        pages.touch(from, Math.min(from + byteCount, reservedTo));
    }

    /**
     * Forces what was written since the last time, and the first time the file's name and everything.
     *
     * <p>Only that part: Chronicle changes its own words at the beginning of the file with every batch, and the pages
     * touched ahead count as changed, but nobody who reads believes either, so they need not wear the device every time.
     */
    void force(Forcer forcer) throws IOException {
        long to = writeOffset;
        if (!isNameForced) {
            forcer.forceDirectory(file.getParent());
            isNameForced = true;
            forcer.force(channel, file);
        } else if (to > forcedTo) {
            forcer.forceRange(pages.mapped(to), (int) forcedTo, (int) to, file);
        }
        forcedTo = to;
    }

    /** Forces everything, when nobody writes to the segment any more. */
    void forceWhole(Forcer forcer) throws IOException {
        if (!isNameForced) {
            forcer.forceDirectory(file.getParent());
            isNameForced = true;
        }
        forcer.force(channel, file);
    }

    /** Gives back what was reserved and not used, and closes. Nobody may write to the segment any more. */
    void finish() throws IOException {
        pages.close();
        space.close();
        if (writeOffset > 0) {
            channel.truncate(writeOffset + END_MARK_LENGTH);
        }
        channel.close();
        Files.deleteIfExists(reservedFile); // Chronicle never took it
    }

    /** Closes and leaves the file as it is, after a failure. */
    void abandon() throws IOException {
        pages.close();
        space.close();
        channel.close();
    }

    Path file() {
        return file;
    }

    /** Offset behind the last batch, bytes. */
    long writeOffset() {
        return writeOffset;
    }

    void writeOffset(long offset) {
        writeOffset = offset;
    }

    /** The segment after this one, or null as long as this one is written. */
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

    private synchronized void reserveSteps(long to) throws IOException {
        long from = reservedTo;
        if (to > from) {
            long end = (to + RESERVE_STEP_BYTES - 1) / RESERVE_STEP_BYTES * RESERVE_STEP_BYTES;
            space.reserve(from, end);
            reservedTo = end;
        }
    }
}
