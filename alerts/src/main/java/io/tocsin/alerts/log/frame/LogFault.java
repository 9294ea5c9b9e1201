package io.tocsin.alerts.log.frame;

import java.nio.file.Path;

/**
 * A place in a file of the alarm log that cannot be read, with later sound frames or files.
 *
 * @param file the damaged one
 * @param segmentIndex of the file among the log's files
 * @param offset where the damage begins, bytes
 * @param firstLost sequence number of the first frame that cannot be read
 * @param nextSound sequence number of the next readable frame; equal to {@code firstLost} when no frame is lost
 */
public record LogFault(Path file, int segmentIndex, int offset, long firstLost, long nextSound) {
    /** For people. */
    public String describe() {
        long lost = nextSound - firstLost;
        String entries = lost == 0
                ? "no entry is lost"
                : lost == 1
                        ? "entry " + firstLost + " cannot be read"
                        : "entries " + firstLost + " to " + (nextSound - 1) + " cannot be read";
        return "file=" + file + ", offset=" + offset + ", " + entries;
    }
}
