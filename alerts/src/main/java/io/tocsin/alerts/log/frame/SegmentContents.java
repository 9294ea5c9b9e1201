package io.tocsin.alerts.log.frame;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Contents of complete files, each read once. One thread at a time. */
public final class SegmentContents {
    /**
     * Content of a file.
     *
     * @param lastPosition highest journal position of its events
     * @param lastReceivedNs latest receive time of its events, epoch ns
     * @param rowBytes reduction of the file's size without its rows
     */
    public record Content(long lastPosition, long lastReceivedNs, long rowBytes) {}

    private final Map<Segment, Content> contents = new HashMap<>();

    /**
     * The content of a file.
     *
     * @param bound sequence number of the first frame after it
     * @throws AlarmLogException when it is damaged
     */
    public Content of(Segment segment, long bound) throws IOException {
        Content known = contents.get(segment);
        if (known != null) {
            return known;
        }
        long lastPosition = -1;
        long lastReceivedNs = Long.MIN_VALUE;
        long rowBytes = 0;
        boolean isInRows = false;
        for (LogFrame frame : frames(segment, bound)) {
            if (frame.isCovering()) {
                lastPosition = Math.max(lastPosition, frame.position());
                lastReceivedNs = Math.max(lastReceivedNs, frame.receivedNs());
            }
            boolean isRow = frame.type() == FrameType.ROW;
            if (isRow) {
                rowBytes += FrameLayout.encode(frame, 0).limit() - (isInRows ? 0 : FrameLayout.HEADER_LENGTH);
            }
            isInRows = isRow;
        }
        Content content = new Content(lastPosition, lastReceivedNs, rowBytes);
        contents.put(segment, content);
        return content;
    }

    /** The file is deleted or replaced. */
    public void forget(Segment segment) {
        contents.remove(segment);
    }

    /** The frames of a file. */
    public static List<LogFrame> frames(Segment segment, long bound) throws IOException {
        FrameScan scan = FrameScan.between(List.of(segment), bound);
        List<LogFrame> frames = scan.rest();
        if (!scan.faults().isEmpty()) {
            throw new AlarmLogException(
                    "alarm log is damaged, " + scan.faults().get(0).describe() + "; the next start repairs it");
        }
        return frames;
    }
}
