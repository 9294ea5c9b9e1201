package io.tocsin.ingest.file;

import io.tocsin.engine.journal.ResumePoint;
import io.tocsin.ingest.SourceException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** One open file of a CSV source: its header, its rows, and whether its path still leads to it. One thread. */
final class CsvInput implements Closeable {
    private static final String SEPARATOR_LINE = "SEP=";

    private final FileSourceConfig config;
    private final Path path;
    private final CsvReader reader;
    private final FileContent content;
    private final Object fileKey;
    private CsvColumns columns;
    private CsvRow row;
    private boolean isReplaced;

    private CsvInput(FileSourceConfig config, CsvReader reader, Object fileKey) {
        this.config = config;
        this.path = config.path();
        this.reader = reader;
        this.content = new FileContent(reader.channel());
        this.fileKey = fileKey;
    }

    /**
     * Opens the file before its header.
     *
     * @throws NoSuchFileException when there is none
     */
    static CsvInput open(FileSourceConfig config) throws IOException {
        Object fileKey = fileKey(config.path());
        return new CsvInput(config, CsvReader.open(config.path(), config.format(), true), fileKey);
    }

    /**
     * Reads the lines that hold no readings, and the header among them.
     *
     * @return whether they are complete
     * @throws SourceException when a column is missing
     */
    boolean readHeader() throws IOException {
        reader.seek(0);
        if (!skipLines()) {
            return false;
        }
        boolean isThere = config.layout().hasHeader() ? readNames() : useConfiguredNames();
        for (int i = 0; isThere && i < config.layout().unitRows(); i++) {
            isThere = reader.nextRow();
        }
        if (!isThere) {
            return false;
        }
        row = new CsvRow(columns, config);
        return true;
    }

    /** Skips the lines in front of the header; {@code SEP=;} among them says the separator. */
    private boolean skipLines() throws IOException {
        boolean isThere = reader.nextLine();
        boolean saysSeparator = isThere && takeSeparator();
        for (int skipped = 1; isThere && skipped < config.layout().skipRows(); skipped++) {
            isThere = reader.nextLine();
        }
        if (config.layout().skipRows() == 0 && !saysSeparator) {
            reader.seek(0);
        }
        return isThere;
    }

    private boolean takeSeparator() {
        int length = reader.rawLength();
        int last = length > 0 && reader.raw()[reader.rawFrom() + length - 1] == '\r' ? length - 1 : length;
        if (last != SEPARATOR_LINE.length() + 1) {
            return false;
        }
        String line = new String(reader.raw(), reader.rawFrom(), last, StandardCharsets.ISO_8859_1);
        char sign = line.charAt(SEPARATOR_LINE.length());
        if (!line.regionMatches(true, 0, SEPARATOR_LINE, 0, SEPARATOR_LINE.length())
                || CsvFormat.SEPARATORS.indexOf(sign) < 0) {
            return false;
        }
        if (config.format().separator() == CsvFormat.UNSAID) {
            reader.separator(sign);
        }
        return true;
    }

    private boolean readNames() throws IOException {
        if (!reader.nextRow()) {
            return false;
        }
        if (reader.fault() != null) {
            throw new SourceException(
                    "source " + config.name() + ": " + path + " has no header row: " + reader.fault());
        }
        columns = CsvColumns.ofHeader(config, reader);
        return true;
    }

    private boolean useConfiguredNames() throws IOException {
        long first = reader.nextOffset();
        boolean needsRow = config.mapping().hasAll() && config.layout().names().isEmpty();
        if (needsRow && !reader.nextRow()) {
            return false;
        }
        columns = CsvColumns.withoutHeader(config, reader.fieldCount());
        reader.seek(first);
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
        long offset = reader.nextOffset();
        reader.seek(point.offset());
        for (int i = 0; i < scheme.count() && reader.nextRow(); i++) {
            // to the end of the rows
        }
        long end = reader.nextOffset();
        reader.seek(offset);
        return end;
    }

    /** Identifies the bytes before an offset; see {@link FileContent#identity}. */
    long identity(long offset) throws IOException {
        return content.identity(offset);
    }

    long size() throws IOException {
        return reader.channel().size();
    }

    /**
     * Goes to the row at which a restart continues.
     *
     * @param rowsToSkip rows behind the offset that have given their readings
     * @throws SourceException when rows that were read are not there
     */
    void seek(long offset, long rowsToSkip) throws IOException {
        reader.seek(offset);
        for (long i = 0; i < rowsToSkip; i++) {
            if (!reader.nextRow()) {
                throw new SourceException("source " + config.name() + ": " + path
                        + " has fewer rows than were read of it before, rowsToSkip=" + rowsToSkip);
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
