package io.tocsin.alerts.log.frame;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends frames to the segment files of the alarm log.
 *
 * <p>Threads: {@link #append} belongs to one thread; {@link #force} may be called by any. Every failure is an {@link
 * AlarmLogException} and final: a failed sync is never retried, because the kernel may have marked the pages clean.
 */
public final class LogWriter implements AutoCloseable {
    private final Path directory;
    private final long segmentBytes;
    private final Object forceLock = new Object();
    /** Replaced under {@link #forceLock} by the appending thread. */
    private FileChannel channel;

    private Segment segment;
    private int version;
    private volatile long offset;
    private volatile long endSequence;
    private volatile long forcedSequence;
    private volatile long rollCount;
    /** A write or a sync has failed: the content of the disk is unknown, so no write may follow */
    private volatile boolean failed;

    private LogWriter(Path directory, long segmentBytes, Segment segment, long endSequence) {
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        this.segment = segment;
        this.endSequence = endSequence;
        this.forcedSequence = endSequence;
    }

    /**
     * Begins a file with no frames.
     *
     * @param segmentBytes a new segment is begun when this one would grow beyond
     * @param firstSequence the sequence number that the first frame gets
     */
    public static LogWriter create(Path directory, long segmentBytes, long firstSequence) {
        Segment segment = Segment.of(directory, firstSequence);
        LogWriter writer = new LogWriter(directory, segmentBytes, segment, firstSequence);
        try {
            writer.create(Segment.EVENTS_VERSION);
        } catch (IOException e) {
            throw new AlarmLogException("cannot begin a file of the alarm log, file=" + segment.file(), e);
        }
        return writer;
    }

    /**
     * Continues at the end of a file; forces all earlier frames.
     *
     * @param segment the newest one
     * @param version of its header
     * @param endOffset end of the segment's sound frames, bytes; the rest is cut off
     * @param endSequence the sequence number that the next frame gets
     */
    public static LogWriter goOn(
            Path directory, long segmentBytes, Segment segment, int version, long endOffset, long endSequence) {
        LogWriter writer = new LogWriter(directory, segmentBytes, segment, endSequence);
        try {
            writer.version = version;
            writer.offset = endOffset;
            writer.channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE);
            writer.channel.truncate(endOffset);
            writer.channel.force(true);
        } catch (IOException e) {
            throw new AlarmLogException("cannot continue the alarm log, file=" + segment.file(), e);
        }
        return writer;
    }

    /** Continues at this writer's end, in the new directory of the files. This writer must be closed. */
    public LogWriter movedTo(Path newDirectory) {
        Segment moved = Segment.of(newDirectory, segment.firstSequence());
        return goOn(newDirectory, segmentBytes, moved, version, offset, endSequence);
    }

    /** The sequence number that the next frame gets. */
    public long endSequence() {
        return endSequence;
    }

    /** Size of the current file, bytes. Any thread. */
    public long offset() {
        return offset;
    }

    /** Number of files begun after the first. Any thread. */
    public long rollCount() {
        return rollCount;
    }

    /** Every frame below this sequence number is on the disk. Any thread. */
    public long forcedSequence() {
        return forcedSequence;
    }

    /**
     * Appends a frame under the next sequence number; it survives a kill of the process.
     *
     * @return the frame as it is in the log
     */
    public LogFrame append(LogFrame frame) {
        LogFrame appended = frame.at(endSequence);
        ByteBuffer bytes = FrameLayout.encode(appended, forcedSequence);
        requireUnfailed();
        try {
            boolean full = offset + bytes.remaining() > segmentBytes && offset > Segment.HEADER_LENGTH;
            if (full || frame.type().segmentVersion() > version) {
                roll(Math.max(version, frame.type().segmentVersion()));
            }
            long at = offset;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
            offset = at;
            endSequence = appended.endSequence();
        } catch (IOException e) {
            failed = true;
            throw new AlarmLogException("cannot append to the alarm log, file=" + segment.file(), e);
        }
        return appended;
    }

    /** Waits until everything appended before the call is on the disk. Any thread. */
    public void force() {
        synchronized (forceLock) {
            requireUnfailed();
            long target = endSequence;
            if (target == forcedSequence) {
                return;
            }
            try {
                channel.force(false);
            } catch (IOException e) {
                failed = true;
                throw new AlarmLogException("cannot force the alarm log, directory=" + directory, e);
            }
            forcedSequence = target;
        }
    }

    /** Closes without forcing. */
    @Override
    public void close() {
        synchronized (forceLock) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new AlarmLogException("cannot close the alarm log, file=" + segment.file(), e);
            }
        }
    }

    private void requireUnfailed() {
        if (failed) {
            throw new AlarmLogException("the alarm log has failed before, directory=" + directory);
        }
    }

    /** Begins a new file, or begins this one again when it has no frames. */
    private void roll(int newVersion) throws IOException {
        synchronized (forceLock) {
            channel.force(false);
            channel.close();
            forcedSequence = endSequence;
            segment = Segment.of(directory, endSequence);
            create(newVersion);
            countRoll();
        }
    }

    /** Under {@link #forceLock}, by the appending thread. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void countRoll() {
        rollCount++;
    }

    private void create(int segmentVersion) throws IOException {
        channel = segment.create(segmentVersion);
        version = segmentVersion;
        offset = Segment.HEADER_LENGTH;
    }
}
