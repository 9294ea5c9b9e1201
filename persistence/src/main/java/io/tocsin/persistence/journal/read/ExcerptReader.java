package io.tocsin.persistence.journal.read;

import io.tocsin.persistence.journal.format.BatchLayout;
import io.tocsin.persistence.journal.format.ChronicleMetadata;
import io.tocsin.persistence.journal.format.DamageException;
import io.tocsin.persistence.journal.format.RecordLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Walks the documents of a Chronicle Queue segment with plain reads. A mapped file with a damaged offset can end the
 * JVM (Chronicle-Queue#446); plain reads cannot, whatever the content of the file.
 *
 * <p>A segment is a row of documents, each at a multiple of four bytes: a header, then the content.
 *
 * <pre>
 *    31  30  29                                    0
 *   +---+---+---------------------------------------+
 *   | N | M | length of the content, bytes          |   N = not complete, M = metadata: {@link ChronicleMetadata}
 *   +---+---+---------------------------------------+
 *     0 = nothing yet      N and M and length 0 = the writer continued to the next segment
 * </pre>
 *
 * <p>One thread.
 */
public final class ExcerptReader implements AutoCloseable {
    /** Result of {@link #next()}. */
    public enum Found {
        /** A document with a batch. */
        EXCERPT,
        /** The regular end of a segment. */
        END,
        /** Bytes that no writer produces. */
        FAULT
    }

    /** Bytes at the end of a complete segment: a document's header. */
    static final long END_OF_SEGMENT = 0xC000_0000L;

    /** Bytes read at once from a segment that is read whole. */
    static final int WINDOW_BYTES = 1 << 20;

    /** Bytes read at once from a segment when only its beginning is needed. */
    static final int HEAD_WINDOW_BYTES = 32 * 1024;

    private static final int NOT_COMPLETE = 1 << 31;
    private static final int METADATA = 1 << 30;
    private static final int LENGTH_MASK = METADATA - 1;
    private static final int HEADER_LENGTH = Integer.BYTES;
    private static final int ALIGNMENT = 4;

    private final Path file;
    private final FileChannel channel;
    private final long fileBytes;

    private ByteBuffer window;
    private final UnsafeBuffer buffer;
    private long windowOffset = 0;
    private int windowLength = 0;

    private long offset = 0;
    private int length = 0;
    private long nextOffset = 0;
    private String reason = "";

    /**
     * Opens a segment; its size counts as it is now.
     *
     * @param windowBytes bytes read at once
     */
    ExcerptReader(Path file, int windowBytes) throws DamageException {
        this.file = file;
        this.window = allocate(windowBytes);
        this.buffer = new UnsafeBuffer(window);
        try {
            this.channel = FileChannel.open(file, StandardOpenOption.READ);
            this.fileBytes = channel.size();
        } catch (NoSuchFileException e) {
            throw DamageException.fileGone(file, e);
        } catch (IOException e) {
            throw DamageException.unreadable(file, 0, "cannot be opened", e);
        }
    }

    /** Moves to the next document with a batch. Does not move after END and FAULT. */
    Found next() throws DamageException {
        long at = nextOffset;
        while (true) {
            offset = at;
            if (at + HEADER_LENGTH > fileBytes) {
                return end("file ends");
            }
            int header = buffer.getInt(load(at, HEADER_LENGTH), ByteOrder.LITTLE_ENDIAN);
            length = header & LENGTH_MASK;
            if (header == 0 || header == (int) END_OF_SEGMENT) {
                return end("no complete batch");
            }
            if ((header & NOT_COMPLETE) != 0) {
                return end("batch not complete");
            }
            long end = at + HEADER_LENGTH + length;
            if (end > fileBytes) {
                return fault("document exceeds the file, length=" + length);
            }
            at = (end + ALIGNMENT - 1) & -ALIGNMENT;
            if ((header & METADATA) == 0) {
                if (length > BatchLayout.MAX_LENGTH) {
                    return fault("document too long, length=" + length);
                }
                nextOffset = at;
                return Found.EXCERPT;
            }
            if (!isMetadataGenuine()) {
                return fault("not a document of Chronicle's, length=" + length);
            }
        }
    }

    /** Offset of the document's header in the file, bytes. */
    long offset() {
        return offset;
    }

    /** Bytes of the document's content. */
    int length() {
        return length;
    }

    /** Reason why there is no further document. */
    String reason() {
        return reason;
    }

    /** Bytes of the file when it was opened. */
    long fileBytes() {
        return fileBytes;
    }

    Path file() {
        return file;
    }

    /**
     * Loads the document's content into {@link #buffer()}, followed by {@link RecordLayout#READ_SLACK} readable bytes.
     *
     * @return the content's index in the buffer
     */
    int loadContent() throws DamageException {
        return load(offset + HEADER_LENGTH, length);
    }

    /** Buffer of the last load; the next load overwrites it. */
    DirectBuffer buffer() {
        return buffer;
    }

    /**
     * Loads a part of the file into {@link #buffer()}.
     *
     * @param from offset in the file, bytes
     * @param byteCount at most the rest of the file
     * @return its index in the buffer
     */
    int load(long from, int byteCount) throws DamageException {
        if (from < windowOffset || from + byteCount > windowOffset + windowLength) {
            read(from, byteCount);
        }
        return (int) (from - windowOffset);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isMetadataGenuine() throws DamageException {
        return length <= ChronicleMetadata.MAX_LENGTH
                && ChronicleMetadata.isGenuine(offset, buffer, loadContent(), length);
    }

    private void read(long from, int byteCount) throws DamageException {
        if (byteCount > window.capacity() - RecordLayout.READ_SLACK) {
            window = allocate(byteCount);
            buffer.wrap(window);
        }
        window.clear().limit(window.capacity() - RecordLayout.READ_SLACK);
        windowOffset = from;
        windowLength = 0;
        try {
            while (windowLength < byteCount) {
                int readBytes = channel.read(window, from + windowLength);
                if (readBytes < 0) {
                    fillWithZeros(byteCount);
                } else {
                    windowLength += readBytes;
                }
            }
        } catch (IOException e) {
            throw DamageException.unreadable(file, from + windowLength, "cannot be read", e);
        }
    }

    /** The writer has cut off its unused reserved space, which was zeros */
    private void fillWithZeros(int byteCount) {
        while (windowLength < byteCount) {
            window.put((byte) 0);
            windowLength++;
        }
    }

    private Found end(String why) {
        nextOffset = offset;
        reason = why;
        return Found.END;
    }

    private Found fault(String why) {
        nextOffset = offset;
        reason = why;
        return Found.FAULT;
    }

    private static ByteBuffer allocate(int byteCount) {
        return ByteBuffer.allocateDirect(byteCount + RecordLayout.READ_SLACK);
    }
}
