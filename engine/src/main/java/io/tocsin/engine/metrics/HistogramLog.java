package io.tocsin.engine.metrics;

import io.tocsin.engine.log.FaultText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Interval histograms in HdrHistogram's log format, in two files of limited size: the newest file, and the previous one
 * with the suffix {@code .1}. A file is replaced when it is full or the process starts. Each file is a complete log.
 * One thread.
 *
 * <p>Latencies are informative only: a file that cannot be written is reported once, and tried again with the next
 * interval.
 */
final class HistogramLog {
    private static final String OLDER = ".1";

    private final Path file;
    private final long maxBytes;
    private final Consumer<String> log;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final HistogramLogWriter writer =
            new HistogramLogWriter(new PrintStream(lines, true, StandardCharsets.UTF_8));
    private final long startMs;
    /** Bytes of the current file; 0 when a new file must be started. */
    private long fileBytes;

    private boolean hasToldOfFailure;

    /**
     * @param maxBytes limit of each file, bytes; an interval that is larger has a file of its own
     * @param log receives a message when the file cannot be written
     */
    HistogramLog(Path file, long maxBytes, long startMs, Consumer<String> log) {
        this.file = file;
        this.maxBytes = maxBytes;
        this.log = log;
        this.startMs = startMs;
        writer.setBaseTime(startMs);
    }

    /** Adds a histogram, which has its tag and times, to the interval. */
    void add(Histogram histogram) {
        writer.outputIntervalHistogram(histogram);
    }

    /** Writes the histograms added since the last call. */
    void write() {
        byte[] interval = taken();
        if (interval.length == 0) {
            return;
        }
        try {
            if (fileBytes == 0 || fileBytes + interval.length > maxBytes) {
                begin();
            }
            append(interval);
            hasToldOfFailure = false;
        } catch (IOException e) {
            fileBytes = 0; // the file may end within a line, so the next interval starts a new file
            if (!hasToldOfFailure) {
                hasToldOfFailure = true;
                log.accept("latencies are not written: " + FaultText.of(e) + ", file=" + file);
            }
        }
    }

    private void begin() throws IOException {
        if (Files.exists(file)) {
            Files.move(file, file.resolveSibling(file.getFileName() + OLDER), StandardCopyOption.REPLACE_EXISTING);
        }
        fileBytes = 0;
        writer.outputLogFormatVersion();
        writer.outputStartTime(startMs);
        writer.outputLegend();
        append(taken());
    }

    private void append(byte[] bytes) throws IOException {
        Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        fileBytes += bytes.length;
    }

    private byte[] taken() {
        byte[] taken = lines.toByteArray();
        lines.reset();
        return taken;
    }
}
