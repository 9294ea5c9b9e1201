package io.tocsin.alerts.log;

import io.tocsin.alerts.log.frame.AlarmLogException;
import io.tocsin.alerts.log.frame.FrameLayout;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.alerts.log.frame.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Reads frames in order while another thread appends. One thread. Every failure is an {@link AlarmLogException}.
 */
public final class LogReader implements AutoCloseable {
    private static final int WINDOW_BYTES = 2 * FrameLayout.MAX_LENGTH;

    private final Path directory;
    private final LogFront front;
    private final ByteBuffer window =
            ByteBuffer.allocate(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private Segment segment;
    private FileChannel channel;
    private long windowOffset = Segment.HEADER_LENGTH;
    private int inWindow;
    private long nextSequence;
    private LogFrame last;

    private LogReader(Path directory, LogFront front) {
        this.directory = directory;
        this.front = front;
    }

    /**
     * @param directory of the alarm log
     * @param front says which entries are deleted
     * @param sequence of the first frame to read: of a frame in the log, or the log's end. If it is deleted the reader
     *     begins after the deleted part
     */
    static LogReader open(Path directory, LogFront front, long sequence) {
        LogReader reader = new LogReader(directory, front);
        try {
            if (sequence < front.retainedFrom() || !reader.tryEnterFileOf(sequence)) {
                reader.skipDeleted(sequence);
            }
        } catch (IOException e) {
            throw new AlarmLogException("cannot read the alarm log, directory=" + directory, e);
        }
        while (reader.nextSequence < sequence) {
            reader.next(sequence);
        }
        return reader;
    }

    /** Returns false when the file has just been deleted. */
    private boolean tryEnterFileOf(long sequence) throws IOException {
        Segment start = null;
        for (Segment candidate : Segment.list(directory)) {
            if (candidate.firstSequence() <= sequence) {
                start = candidate;
            }
        }
        if (start == null) {
            throw new AlarmLogException(
                    "the alarm log has no such frame, directory=" + directory + ", sequence=" + sequence);
        }
        return tryEnter(start);
    }

    /** The frame that {@link #next} returned last, or null. */
    public LogFrame last() {
        return last;
    }

    /** The sequence number of the frame that {@link #next} returns next. */
    public long nextSequence() {
        return nextSequence;
    }

    /**
     * @param limitSequence frames below it have been appended
     * @return the next frame, or null when it is not below the limit
     */
    public LogFrame next(long limitSequence) {
        if (nextSequence >= limitSequence) {
            return null;
        }
        try {
            if (nextSequence < front.retainedFrom()) {
                return skipDeleted(nextSequence);
            }
            if (!hasWholeFrame() && !fill()) {
                if (!tryEnter(Segment.of(directory, nextSequence))) {
                    return skipDeleted(nextSequence);
                }
                fill();
            }
        } catch (IOException e) {
            throw new AlarmLogException("cannot read the alarm log, file=" + segment.file(), e);
        }
        if (!FrameLayout.isSound(window, inWindow) || FrameLayout.sequence(window, inWindow) != nextSequence) {
            throw new AlarmLogException(
                    "alarm log is damaged, file=" + segment.file() + ", offset=" + (windowOffset + inWindow)
                            + ", expected sequence=" + nextSequence + "; the next start repairs it");
        }
        LogFrame frame = FrameLayout.decode(window, inWindow);
        inWindow += FrameLayout.length(window, inWindow);
        nextSequence = frame.endSequence();
        last = frame;
        return frame;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new AlarmLogException("cannot close the alarm log, file=" + segment.file(), e);
        }
    }

    private boolean hasWholeFrame() {
        int left = window.limit() - inWindow;
        return left >= FrameLayout.HEADER_LENGTH && FrameLayout.length(window, inWindow) <= left;
    }

    /** Reads the next frame; false at the end of the file. */
    private boolean fill() throws IOException {
        windowOffset += inWindow;
        inWindow = 0;
        window.clear();
        long offset = windowOffset;
        int read = channel.read(window, offset);
        while (read > 0 && window.hasRemaining()) {
            offset += read;
            read = channel.read(window, offset);
        }
        window.flip();
        return window.hasRemaining();
    }

    /** Skips deleted entries, one of which was requested; returns the GAP frame that represents them. */
    private LogFrame skipDeleted(long sequence) throws IOException {
        List<Segment> segments = Segment.list(directory);
        if (sequence >= front.retainedFrom() || segments.isEmpty() || !tryEnter(segments.get(0))) {
            throw new AlarmLogException(
                    "a file of the alarm log is missing, directory=" + directory + ", sequence=" + sequence);
        }
        fill();
        if (!FrameLayout.isSound(window, inWindow)) {
            throw new AlarmLogException("alarm log is damaged, file=" + segment.file() + ", offset=" + windowOffset
                    + "; the next start repairs it");
        }
        LogFrame gap = FrameLayout.decode(window, inWindow);
        inWindow += FrameLayout.length(window, inWindow);
        nextSequence = gap.endSequence();
        last = gap;
        return gap;
    }

    /** Returns false when there is no such file. */
    private boolean tryEnter(Segment next) throws IOException {
        FileChannel opened;
        try {
            opened = FileChannel.open(next.file(), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            return false;
        }
        if (channel != null) {
            channel.close();
        }
        segment = next;
        channel = opened;
        nextSequence = next.firstSequence();
        windowOffset = Segment.HEADER_LENGTH;
        inWindow = 0;
        window.limit(0);
        return true;
    }
}
