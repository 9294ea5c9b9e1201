package io.tocsin.alerts.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.function.Consumer;

/**
 * Reads one segment from its start and tells sound frames, the torn tail of a crash and damage apart.
 *
 * <p>A fault is the torn tail if it stands in the last segment and no sound frame after it says that the faulty place
 * had been forced; everything else is damage.
 */
final class SegmentScan {
    private final Segment segment;
    private final ByteBuffer content;
    private final boolean last;
    private int endOffset = Segment.HEADER_LENGTH;
    private long endSequence;
    private int version;

    private SegmentScan(Segment segment, ByteBuffer content, boolean last) {
        this.segment = segment;
        this.content = content;
        this.last = last;
        this.endSequence = segment.firstSequence();
    }

    /**
     * @param last whether it is the newest segment, the only one with a tail to tear
     * @param frames gets every sound frame in order
     * @throws AlarmLogException naming file and offset of the damage
     */
    static SegmentScan of(Segment segment, boolean last, Consumer<LogFrame> frames) throws IOException {
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(segment.file())).order(ByteOrder.LITTLE_ENDIAN);
        SegmentScan scan = new SegmentScan(segment, content, last);
        scan.run(frames);
        return scan;
    }

    /** Whether the header itself was torn: the segment has no frames and must be created again. */
    boolean isHeaderTorn() {
        return endOffset == 0;
    }

    /** The version in the header. */
    int version() {
        return version;
    }

    /** Where the sound frames end, bytes. */
    int endOffset() {
        return endOffset;
    }

    /** Bytes after the end that a crash left. */
    int tornLength() {
        return content.limit() - endOffset;
    }

    /** The sequence number after the last sound frame's. */
    long endSequence() {
        return endSequence;
    }

    private void run(Consumer<LogFrame> frames) {
        version = segment.version(content);
        if (version == Segment.NO_HEADER) {
            requireTorn(0);
            endOffset = 0;
            return;
        }
        while (endOffset < content.limit()) {
            if (!FrameLayout.isSound(content, endOffset)) {
                requireTorn(endOffset);
                return;
            }
            LogFrame frame = FrameLayout.decode(content, endOffset);
            if (frame.sequence() != endSequence) {
                throw damage(endOffset, "sequence=" + frame.sequence() + ", expected=" + endSequence);
            }
            frames.accept(frame);
            endOffset += FrameLayout.length(content, endOffset);
            endSequence++;
        }
    }

    private void requireTorn(int faultOffset) {
        if (!last) {
            throw damage(faultOffset, "bad checksum or length");
        }
        for (int offset = faultOffset + 1; offset <= content.limit() - FrameLayout.HEADER_LENGTH; offset++) {
            if (FrameLayout.isSound(content, offset)
                    && (faultOffset == 0 || FrameLayout.forcedSequence(content, offset) > endSequence)) {
                throw damage(faultOffset, "bad checksum or length before a sound frame at offset=" + offset);
            }
        }
    }

    private AlarmLogException damage(int offset, String what) {
        return new AlarmLogException(
                "alarm log is damaged, file=" + segment.file() + ", offset=" + offset + ", " + what);
    }
}
