package io.tocsin.ingest.file;

import io.tocsin.engine.journal.ResumePoint;
import io.tocsin.ingest.SourceException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** One open file of a CSV source: its rows, and whether its path still leads to it. One thread. */
final class CsvInput implements Closeable {
    private final FileSourceConfig config;
    private final Path path;
    private final CsvReader reader;
    private final Object fileKey;
    private CsvColumns columns;
    private CsvRow row;
    private boolean isReplaced;

    private CsvInput(FileSourceConfig config, CsvReader reader, Object fileKey) {
        this.config = config;
        this.path = config.path();
        this.reader = reader;
        this.fileKey = fileKey;
    }

    /**
     * Opens the file before its header.
     *
     * @throws NoSuchFileException when there is none
     */
    static CsvInput open(FileSourceConfig config) throws IOException {
        Object fileKey = fileKey(config.path());
        return new CsvInput(config, CsvReader.open(config.path(), true), fileKey);
    }

    /**
     * Reads the header row.
     *
     * @return whether it is complete
     * @throws SourceException when a column is missing
     */
    boolean readHeader() throws IOException {
        if (!reader.nextRow()) {
            return false;
        }
        if (reader.fault() != null) {
            throw new SourceException(
                    "source " + config.name() + ": " + path + " has no header row: " + reader.fault());
        }
        columns = CsvColumns.of(config, reader);
        row = new CsvRow(columns, config);
        return true;
    }

    boolean hasHeader() {
        return row != null;
    }

    CsvReader reader() {
        return reader;
    }

    CsvColumns columns() {
        return columns;
    }

    CsvRow row() {
        return row;
    }

    /** Whether the file holds what was read of it up to a point. */
    boolean continues(ResumePoint point) throws IOException {
        if (point.scheme() == FileContent.SCHEME) {
            return FileContent.identity(reader.channel(), point.offset()) == point.identity();
        }
        long size = reader.channel().size();
        return size >= point.offset()
                && (FileContent.firstScheme(path, reader.channel(), size) == point.identity()
                        || FileContent.firstScheme(path, reader.channel(), point.offset()) == point.identity());
    }

    /** Identifies the bytes before an offset; see {@link FileContent#identity}. */
    long identity(long offset) throws IOException {
        return FileContent.identity(reader.channel(), offset);
    }

    long size() throws IOException {
        return reader.channel().size();
    }

    /**
     * Goes to where a restart reads on.
     *
     * @throws SourceException when rows that were read are not there
     */
    void seek(ResumePoint point) throws IOException {
        reader.seek(point.offset());
        for (long i = 0; i < point.rowsToSkip(); i++) {
            if (!reader.nextRow()) {
                throw new SourceException("source " + config.name() + ": " + path
                        + " has fewer rows than were read of it before, rowsToSkip=" + point.rowsToSkip());
            }
        }
    }

    /** Whether a complete row follows; stays where it is. */
    boolean hasNextRow() throws IOException {
        long offset = reader.nextOffset();
        boolean has = reader.nextRow();
        reader.seek(offset);
        return has;
    }

    /** Whether the file got shorter than what was read of it: it was written anew. */
    boolean wasTruncated() throws IOException {
        return reader.channel().size() < reader.nextOffset();
    }

    /** Looks whether the path leads to another file by now: then this one ends as it is. */
    boolean looksReplaced() throws IOException {
        if (fileKey == null) {
            return false;
        }
        try {
            isReplaced = !fileKey.equals(fileKey(path));
        } catch (NoSuchFileException e) {
            return false;
        }
        if (isReplaced) {
            reader.stopsGrowing();
        }
        return isReplaced;
    }

    /** Whether {@link #looksReplaced()} has found so. */
    boolean isReplaced() {
        return isReplaced;
    }

    /** Whether the path leads to no file. */
    boolean isGone() {
        return !Files.exists(path);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private static Object fileKey(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }
}
