package io.tocsin.alerts.sink;

import io.tocsin.alerts.event.ResultFields;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The last lines of a file sink: the end of the whole lines and the keys of their events and rows. Reads at most 16
 * MiB, more than a sink can be ahead of its cursor.
 */
final class FileTail {
    private static final int WINDOW_BYTES = 16 * 1024 * 1024;
    /** No event or row is longer, so a longer partial line is not from this sink */
    private static final int MAX_PARTIAL_BYTES = 256 * 1024;

    private final long wholeLinesEnd;
    /** Number of untaken lines for each key in the window */
    private final Map<Long, Integer> lines;

    private FileTail(long wholeLinesEnd, Map<Long, Integer> lines) {
        this.wholeLinesEnd = wholeLinesEnd;
        this.lines = lines;
    }

    /**
     * @throws IOException the file cannot be read, or does not end like a file of events and rows
     */
    static FileTail read(FileChannel channel) throws IOException {
        long size = channel.size();
        long windowStart = Math.max(0, size - WINDOW_BYTES);
        ByteBuffer window = ByteBuffer.allocate((int) (size - windowStart));
        int read = 0;
        while (window.hasRemaining() && read >= 0) {
            read = channel.read(window, windowStart + window.position());
        }
        byte[] bytes = Arrays.copyOf(window.array(), window.position());

        Map<Long, Integer> lines = new HashMap<>();
        // The window may begin inside a line.
        int start = windowStart == 0 ? 0 : lineEnd(bytes, 0) + 1;
        for (int end = lineEnd(bytes, start); end < bytes.length; end = lineEnd(bytes, start)) {
            addLine(new String(bytes, start, end - start, StandardCharsets.UTF_8), lines);
            start = end + 1;
        }
        if (bytes.length - start > MAX_PARTIAL_BYTES) {
            throw new IOException(
                    "not a file of events and rows: its last line is too long, bytes=" + (bytes.length - start));
        }
        return new FileTail(windowStart + Math.min(start, bytes.length), lines);
    }

    /** Where the last whole line ends, bytes. */
    long wholeLinesEnd() {
        return wholeLinesEnd;
    }

    /** Takes a line with the key; false when the file has no untaken one. */
    boolean takeLine(long key) {
        Integer count = lines.get(key);
        if (count == null) {
            return false;
        }
        if (count == 1) {
            lines.remove(key);
        } else {
            lines.put(key, count - 1);
        }
        return true;
    }

    private static void addLine(String line, Map<Long, Integer> lines) {
        long key;
        try {
            key = ResultFields.parse(line).lineKey();
        } catch (IOException e) {
            // a line of another program, which stays and is ignored
            return;
        }
        lines.merge(key, 1, Integer::sum);
    }

    private static int lineEnd(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }
}
