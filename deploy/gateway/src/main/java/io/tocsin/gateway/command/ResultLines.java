package io.tocsin.gateway.command;

import io.tocsin.alerts.event.FormattedResult;
import io.tocsin.alerts.event.ResultFormatter;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Counts a replay's events and rows, and writes them as lines of JSON to the given files. One thread. A failed write is
 * an {@link UncheckedIOException}.
 */
final class ResultLines implements ResultHandler, AutoCloseable {
    private final OutputStream events;
    private final OutputStream rows;
    private ResultFormatter formatter;
    private long eventCount;
    private long rowCount;

    private ResultLines(OutputStream events, OutputStream rows) {
        this.events = events;
        this.rows = rows;
    }

    /**
     * Replaces the files.
     *
     * @param eventFile of the alarm events, or null: they are only counted
     * @param rowFile of the rows, or null: they are only counted
     */
    static ResultLines to(Path eventFile, Path rowFile) throws IOException {
        OutputStream events = open(eventFile);
        try {
            return new ResultLines(events, open(rowFile));
        } catch (IOException e) {
            close(events);
            throw e;
        }
    }

    /** Source of the lines; to be set before the first event or row. */
    void formatter(ResultFormatter resultFormatter) {
        formatter = resultFormatter;
    }

    long eventCount() {
        return eventCount;
    }

    long rowCount() {
        return rowCount;
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        eventCount++;
        if (events != null) {
            write(formatter.format(event), events);
        }
    }

    @Override
    public void onRow(StreamRowFlyweight row) {
        rowCount++;
        if (rows != null) {
            write(formatter.format(row), rows);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            close(events);
        } finally {
            close(rows);
        }
    }

    private static OutputStream open(Path file) throws IOException {
        return file == null ? null : new BufferedOutputStream(Files.newOutputStream(file));
    }

    private static void close(OutputStream out) throws IOException {
        if (out != null) {
            out.close();
        }
    }

    private static void write(FormattedResult result, OutputStream out) {
        try {
            out.write(result.json().getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
