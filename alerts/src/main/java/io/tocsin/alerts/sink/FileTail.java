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
 * The last lines of a file sink: where whole lines end, and the keys of the events and rows that are there. Reads at
 * most 16 MiB: more than a sink can be ahead of its cursor.
 */
final class FileTail {
    private static final int WINDOW_BYTES = 16 * 1024 * 1024;
    /** No event or row is longer, so a longer partial line is not ours to cut. */
    private static final int MAX_PARTIAL_BYTES = 256 * 1024;

    private final long wholeLinesEnd;
    /** How often each key's line is in the window and has not been taken. */
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

    /** Whether a line with the key is in the file; each line answers once. */
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
            // Somebody else's line, a note perhaps: it stays, and stands for nothing.
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
