package io.tocsin.alerts.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Reads frames in order while another thread appends. One thread. Every failure is an {@link AlarmLogException}.
 */
public final class LogReader implements AutoCloseable {
    private static final int WINDOW_BYTES = 2 * FrameLayout.MAX_LENGTH;

    private final Path directory;
    private final ByteBuffer window =
            ByteBuffer.allocate(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private Segment segment;
    private FileChannel channel;
    private long windowOffset = Segment.HEADER_LENGTH;
    private int inWindow;
    private long nextSequence;
    private LogFrame last;

    private LogReader(Path directory) {
        this.directory = directory;
    }

    /**
     * @param directory of the alarm log
     * @param sequence of the first frame to read: of a frame in the log, or the log's end
     */
    static LogReader open(Path directory, long sequence) {
        LogReader reader = new LogReader(directory);
        try {
            List<Segment> segments = Segment.list(directory);
            Segment start = null;
            for (Segment candidate : segments) {
                if (candidate.firstSequence() <= sequence) {
                    start = candidate;
                }
            }
            if (start == null) {
                throw new AlarmLogException(
                        "the alarm log has no such frame, directory=" + directory + ", sequence=" + sequence);
            }
            reader.enter(start);
        } catch (IOException e) {
            throw new AlarmLogException("cannot read the alarm log, directory=" + directory, e);
        }
        while (reader.nextSequence < sequence) {
            reader.next(sequence);
        }
        return reader;
    }

    /** The frame that {@link #next} gave last, or null. */
    public LogFrame last() {
        return last;
    }

    /** The sequence number of the frame that {@link #next} gives next. */
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
            if (!hasWholeFrame() && !fill()) {
                enter(Segment.of(directory, nextSequence));
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
        nextSequence++;
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

    /** Reads on from the frame at hand; false at the end of the file. */
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

    private void enter(Segment next) throws IOException {
        if (!Files.exists(next.file())) {
            throw new AlarmLogException("a file of the alarm log is missing, file=" + next.file());
        }
        if (channel != null) {
            channel.close();
        }
        segment = next;
        channel = FileChannel.open(next.file(), StandardOpenOption.READ);
        nextSequence = next.firstSequence();
        windowOffset = Segment.HEADER_LENGTH;
        inWindow = 0;
        window.limit(0);
    }
}
