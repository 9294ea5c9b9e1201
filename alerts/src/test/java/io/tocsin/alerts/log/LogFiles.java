package io.tocsin.alerts.log;

import io.tocsin.alerts.log.frame.LogFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An alarm log's files as tests see them: knows the layout's numbers, shares no code with the log. */
final class LogFiles {
    private LogFiles() {}

    static List<Path> segments(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".alarms"))
                    .sorted()
                    .toList();
        }
    }

    static Path last(Path directory) throws IOException {
        List<Path> segments = segments(directory);
        return segments.get(segments.size() - 1);
    }

    /**
     * Where the frame of the first sequence number not below {@code sequence} starts in the file; its end when there is
     * none or a damaged one before it.
     */
    static int offsetOf(Path segment, long sequence) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment)).order(ByteOrder.LITTLE_ENDIAN);
        int offset = 24;
        while (offset + 16 <= bytes.limit() && bytes.getLong(offset + 8) < sequence) {
            int length = bytes.getInt(offset);
            offset = length > 0 && length <= bytes.limit() - offset ? offset + length : bytes.limit();
        }
        return Math.min(offset, bytes.limit());
    }

    /** The sequence number in the name of the oldest file. */
    static long firstSequence(Path directory) throws IOException {
        String name = segments(directory).get(0).getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }

    static List<LogFrame> frames(AlarmLog log, long limit) {
        return frames(log, 0, limit);
    }

    static List<LogFrame> frames(AlarmLog log, long first, long limit) {
        List<LogFrame> frames = new ArrayList<>();
        try (LogReader reader = log.reader(first)) {
            for (LogFrame frame = reader.next(limit); frame != null; frame = reader.next(limit)) {
                frames.add(frame);
            }
        }
        return frames;
    }
}
