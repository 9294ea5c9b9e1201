package io.tocsin.alerts.sink;

import io.tocsin.alerts.event.EventFields;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The last lines of a file of alarm events: where whole lines end, and the keys of the events that are there. Reads at
 * most 16 MiB: more than a sink can be ahead of its cursor.
 */
final class FileTail {
    private static final int WINDOW_BYTES = 16 * 1024 * 1024;
    /** No event is longer, so a longer partial line is not ours to cut. */
    private static final int MAX_PARTIAL_BYTES = 256 * 1024;

    private final long wholeLinesEnd;
    /** How often each event's line is in the window and has not been taken. */
    private final Map<Long, Integer> lines;

    private FileTail(long wholeLinesEnd, Map<Long, Integer> lines) {
        this.wholeLinesEnd = wholeLinesEnd;
        this.lines = lines;
    }

    /**
     * @throws IOException the file cannot be read, or does not end like a file of alarm events
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
                    "not a file of alarm events: its last line is too long, bytes=" + (bytes.length - start));
        }
        return new FileTail(windowStart + Math.min(start, bytes.length), lines);
    }

    /** Where the last whole line ends, bytes. */
    long wholeLinesEnd() {
        return wholeLinesEnd;
    }

    /** Whether the event's line is in the file; each line answers once. */
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
        EventFields event;
        try {
            event = EventFields.parse(line);
        } catch (IOException e) {
            // Somebody else's line, a note perhaps: it stays, and stands for no event.
            return;
        }
        lines.merge(event.key(), 1, Integer::sum);
    }

    private static int lineEnd(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }
}
