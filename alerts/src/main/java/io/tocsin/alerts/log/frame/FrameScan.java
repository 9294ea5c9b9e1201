package io.tocsin.alerts.log.frame;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the sound frames of consecutive segments in order, and finds the next sound frame after damage.
 *
 * <p>A fault at the end of the log's last segment without a later sound frame is the torn tail of a crash; every other
 * fault is damage. A frame is sound when its checksum is right; it is used only where its sequence number fits.
 *
 * <p>One thread. Holds one segment in memory.
 */
public final class FrameScan {
    private static final int NONE = -1;

    private final List<Segment> segments;
    private final long bound;
    private final List<LogFault> faults = new ArrayList<>();
    private int index = NONE;
    private ByteBuffer content = ByteBuffer.allocate(0);
    private int offset;
    private int version;
    private long nextSequence;
    private int tornOffset = NONE;

    private FrameScan(List<Segment> segments, long bound) {
        this.segments = segments;
        this.bound = bound;
        this.nextSequence = segments.isEmpty() ? 0 : segments.get(0).firstSequence();
    }

    /** A scan of the whole log or its newest segments: its end may be torn. */
    public static FrameScan toTheEnd(List<Segment> segments) {
        return new FrameScan(segments, Long.MAX_VALUE);
    }

    /**
     * A scan of segments with a following segment.
     *
     * @param bound sequence number of the first frame of the following segment
     */
    public static FrameScan between(List<Segment> segments, long bound) {
        return new FrameScan(segments, bound);
    }

    /**
     * The next sound frame, or null at the end.
     *
     * @throws AlarmLogException when a segment is of a newer version
     */
    public LogFrame next() throws IOException {
        while (!isNext(offset)) {
            if (offset == content.limit()) {
                if (!enterNextSegment()) {
                    return null;
                }
            } else if (!skipDamage(offset)) {
                return null;
            }
        }
        LogFrame frame = FrameLayout.decode(content, offset);
        offset += FrameLayout.length(content, offset);
        nextSequence = frame.endSequence();
        return frame;
    }

    /** All remaining frames. */
    public List<LogFrame> rest() throws IOException {
        List<LogFrame> frames = new ArrayList<>();
        for (LogFrame frame = next(); frame != null; frame = next()) {
            frames.add(frame);
        }
        return frames;
    }

    /** Index of the segment of the last frame. */
    int segmentIndex() {
        return index;
    }

    /** The damage found so far. */
    public List<LogFault> faults() {
        return faults;
    }

    /** The sequence number after the last frame. */
    public long endSequence() {
        return nextSequence;
    }

    /** At the end: version of the last segment, {@link Segment#NO_HEADER} when it has to be created again. */
    public int lastVersion() {
        return version;
    }

    /** At the end: where the sound frames of the last segment end, bytes. */
    public int lastEndOffset() {
        return tornOffset == NONE ? offset : tornOffset;
    }

    /** At the end: bytes after the sound frames of the last segment, left by a crash. */
    public int tornLength() {
        return content.limit() - lastEndOffset();
    }

    private boolean isLast() {
        return index == segments.size() - 1 && bound == Long.MAX_VALUE;
    }

    /** Sequence number of the first frame after the current segment. */
    private long segmentBound() {
        return index == segments.size() - 1 ? bound : segments.get(index + 1).firstSequence();
    }

    private boolean isNext(int at) {
        return at < content.limit()
                && FrameLayout.isSound(content, at)
                && FrameLayout.sequence(content, at) == nextSequence
                && nextSequence < segmentBound();
    }

    /** False at the end of the last segment. */
    private boolean enterNextSegment() throws IOException {
        if (index != NONE) {
            if (isLast()) {
                return false;
            }
            if (nextSequence < segmentBound()) {
                addFault(offset, segmentBound());
            }
        }
        if (index == segments.size() - 1) {
            return false;
        }
        index++;
        Segment segment = segments.get(index);
        content = ByteBuffer.wrap(Files.readAllBytes(segment.file())).order(ByteOrder.LITTLE_ENDIAN);
        version = segment.version(content);
        offset = Segment.HEADER_LENGTH;
        return version != Segment.NO_HEADER || skipDamage(0);
    }

    /** Moves to the next sound frame or segment; false when the rest is a torn tail. */
    private boolean skipDamage(int from) {
        for (int at = from; at <= content.limit() - FrameLayout.HEADER_LENGTH; at++) {
            if (FrameLayout.isSound(content, at)) {
                long sequence = FrameLayout.sequence(content, at);
                if (sequence >= nextSequence && sequence < segmentBound()) {
                    addFault(from, sequence);
                    offset = at;
                    return true;
                }
            }
        }
        offset = content.limit();
        if (isLast()) {
            tornOffset = from;
            return false;
        }
        addFault(from, segmentBound());
        return true;
    }

    private void addFault(int at, long nextSound) {
        faults.add(new LogFault(segments.get(index).file(), index, at, nextSequence, nextSound));
        nextSequence = nextSound;
    }
}
