package io.tocsin.ingest.file;

import io.tocsin.engine.journal.ResumePoint;
import io.tocsin.ingest.SourceException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** One open file of a source: its rows, their readings, and whether its path still leads to it. One thread. */
abstract class FileInput implements Closeable {
    private final FileSourceConfig config;
    private final Path path;
    private final RowReader rows;
    private final FileContent content;
    private final Object fileKey;
    private boolean isReplaced;

    /** @param fileKey of the file, from before it was opened */
    FileInput(FileSourceConfig config, RowReader rows, Object fileKey) {
        this.config = config;
        this.path = config.path();
        this.rows = rows;
        this.content = new FileContent(rows.channel());
        this.fileKey = fileKey;
    }

    /**
     * Opens the file before its header.
     *
     * @throws NoSuchFileException when there is none
     */
    static FileInput open(FileSourceConfig config) throws IOException {
        Object fileKey = fileKey(config.path());
        return config.format() instanceof FileFormat.Influx format
                ? InfluxInput.open(config, format, fileKey)
                : CsvInput.open(config, fileKey);
    }

    /**
     * Reads the lines that hold no readings, and the header among them.
     *
     * @return whether they are complete
     * @throws SourceException when a column is missing
     */
    abstract boolean readHeader() throws IOException;

    abstract boolean hasHeader();

    /** How many readings most rows have. */
    abstract int usualReadings();

    /**
     * Stages the readings of the current row.
     *
     * @param isAgain whether an earlier run has counted what is dropped of it
     * @return false when the gateway is stopping
     */
    abstract boolean stage(FileReadings readings, boolean isAgain) throws IOException;

    /** Place of the current row, for people. Allocates. */
    abstract String place() throws IOException;

    RowReader rows() {
        return rows;
    }

    /** Number of the line that begins at an offset, from 1; see {@link FileContent#lineAt}. */
    long lineAt(long offset) throws IOException {
        return content.lineAt(offset);
    }

    /** Whether the file holds what was read of it up to a point. Stays where it is. */
    boolean continues(ResumePoint point) throws IOException {
        if (ProgressScheme.isCurrent(point.scheme())) {
            return identity(endOf(point)) == point.identity();
        }
        long size = size();
        return size >= point.offset()
                && (content.firstScheme(path, size) == point.identity()
                        || content.firstScheme(path, point.offset()) == point.identity());
    }

    /** Offset up to which a point identifies the content: behind the rows that were sorted together. */
    private long endOf(ResumePoint point) throws IOException {
        ProgressScheme scheme = ProgressScheme.of(point.scheme());
        if (!scheme.isSorted() || size() < point.offset()) {
            return point.offset();
        }
        long offset = rows.nextOffset();
        rows.seek(point.offset());
        for (int i = 0; i < scheme.count() && rows.nextRow(); i++) {
            // to the end of the rows
        }
        long end = rows.nextOffset();
        rows.seek(offset);
        return end;
    }

    /** Identifies the bytes before an offset; see {@link FileContent#identity}. */
    long identity(long offset) throws IOException {
        return content.identity(offset);
    }

    long size() throws IOException {
        return rows.channel().size();
    }

    /**
     * Goes to the row at which a restart continues.
     *
     * @param rowsToSkip rows behind the offset that have given their readings
     * @throws SourceException when rows that were read are not there
     */
    void seek(long offset, long rowsToSkip) throws IOException {
        rows.seek(offset);
        for (long i = 0; i < rowsToSkip; i++) {
            if (!rows.nextRow()) {
                throw new SourceException("source " + config.name() + ": " + path
                        + " has fewer rows than were read of it before, rowsToSkip=" + rowsToSkip);
            }
        }
    }

    /** Whether a complete row follows; stays where it is. */
    boolean hasNextRow() throws IOException {
        long offset = rows.nextOffset();
        boolean has = rows.nextRow();
        rows.seek(offset);
        return has;
    }

    /** Whether the file got shorter than what was read of it: it was written anew. */
    boolean wasTruncated() throws IOException {
        return rows.channel().size() < rows.nextOffset();
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
            rows.stopsGrowing();
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
        rows.close();
    }

    private static Object fileKey(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }
}
