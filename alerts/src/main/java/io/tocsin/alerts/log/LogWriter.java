package io.tocsin.alerts.log;

import io.tocsin.engine.log.LineLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;

/**
 * Appends frames to the segment files of the alarm log.
 *
 * <p>Threads: {@link #append} belongs to one thread; {@link #force} may be called by any. Every failure is an
 * {@link AlarmLogException} and final: a failed sync is never retried, for the pages may be marked clean.
 */
final class LogWriter implements AutoCloseable {
    private final Path directory;
    private final long segmentBytes;
    private final Object forceLock = new Object();
    /** Replaced under {@link #forceLock} by the appending thread. */
    private FileChannel channel;

    private Segment segment;
    private int version;
    private long offset;
    private long firstSequence;
    private volatile long endSequence;
    private volatile long forcedSequence;
    /** A write or a sync has failed: what is on the disk is unknown, so nothing may follow. */
    private volatile boolean failed;

    private LogWriter(Path directory, long segmentBytes) {
        this.directory = directory;
        this.segmentBytes = segmentBytes;
    }

    /**
     * Reads the whole log, cuts the torn tail of a crash and forces what is left.
     *
     * @param segmentBytes a new segment is begun when this one would grow beyond
     * @param frames gets every frame of the log in order
     * @param log gets a line when something was cut
     */
    static LogWriter open(Path directory, long segmentBytes, Consumer<LogFrame> frames, Consumer<String> log) {
        LogWriter writer = new LogWriter(directory, segmentBytes);
        try {
            Files.createDirectories(directory);
            writer.openSegments(frames, log);
        } catch (IOException e) {
            throw new AlarmLogException("cannot open the alarm log, directory=" + directory, e);
        }
        return writer;
    }

    /** The sequence number of the oldest frame when the log was opened: above 0 when retention has deleted others. */
    long firstSequence() {
        return firstSequence;
    }

    /** The sequence number that the next frame gets. */
    long endSequence() {
        return endSequence;
    }

    /** Every frame below this sequence number is on the disk. Any thread. */
    long forcedSequence() {
        return forcedSequence;
    }

    /** Appends a frame, which must have the {@link #endSequence()}; it survives a kill of the process. */
    void append(LogFrame frame) {
        ByteBuffer bytes = FrameLayout.encode(frame, forcedSequence);
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
            endSequence = frame.sequence() + 1;
        } catch (IOException e) {
            failed = true;
            throw new AlarmLogException("cannot append to the alarm log, file=" + segment.file(), e);
        }
    }

    /** Waits until everything appended before the call is on the disk. Any thread. */
    void force() {
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

    /** Goes on in a new file, or begins this one anew when it has no frames. */
    private void roll(int newVersion) throws IOException {
        synchronized (forceLock) {
            channel.force(false);
            channel.close();
            forcedSequence = endSequence;
            segment = Segment.of(directory, endSequence);
            create(newVersion);
        }
    }

    private void openSegments(Consumer<LogFrame> frames, Consumer<String> log) throws IOException {
        List<Segment> segments = Segment.list(directory);
        if (segments.isEmpty()) {
            segment = Segment.of(directory, 0);
            create(Segment.EVENTS_VERSION);
            return;
        }
        firstSequence = segments.get(0).firstSequence();
        long expectedSequence = firstSequence;
        for (int i = 0; i < segments.size(); i++) {
            segment = segments.get(i);
            boolean last = i == segments.size() - 1;
            if (segment.firstSequence() != expectedSequence) {
                throw new AlarmLogException("a file of the alarm log is missing or cut short before file="
                        + segment.file() + ", expected sequence=" + expectedSequence);
            }
            SegmentScan scan = SegmentScan.of(segment, last, frames);
            expectedSequence = scan.endSequence();
            if (last) {
                openLast(scan, log);
            }
        }
        endSequence = expectedSequence;
        forcedSequence = expectedSequence;
    }

    private void openLast(SegmentScan scan, Consumer<String> log) throws IOException {
        if (scan.tornLength() > 0) {
            LineLog.warn(
                    log,
                    "alarm log: cut the torn tail of a crash, file=" + segment.file() + ", offset=" + scan.endOffset()
                            + ", bytes=" + scan.tornLength());
        }
        if (scan.isHeaderTorn()) {
            create(Segment.EVENTS_VERSION);
            return;
        }
        version = scan.version();
        channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE);
        channel.truncate(scan.endOffset());
        channel.force(true);
        offset = scan.endOffset();
    }

    private void create(int segmentVersion) throws IOException {
        channel = segment.create(segmentVersion);
        version = segmentVersion;
        offset = Segment.HEADER_LENGTH;
    }
}
