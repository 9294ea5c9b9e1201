package io.tocsin.gateway.log;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/** Handles {@code java.util.logging} messages of libraries: warnings and above become {@link LibraryLines}. */
final class LibraryHandler extends Handler {
    private final LibraryLines lines;
    private final SimpleFormatter texts = new SimpleFormatter();

    LibraryHandler(LibraryLines lines) {
        this.lines = lines;
        setLevel(Level.WARNING);
    }

    @Override
    public void publish(LogRecord record) {
        if (isLoggable(record)) {
            String logger = String.valueOf(record.getLoggerName());
            String pattern = String.valueOf(record.getMessage());
            lines.say(logger, pattern, String.valueOf(texts.formatMessage(record)), record.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
