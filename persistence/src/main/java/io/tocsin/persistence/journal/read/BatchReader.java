package io.tocsin.persistence.journal.read;

import io.tocsin.persistence.journal.format.BatchHead;
import io.tocsin.persistence.journal.format.BatchLayout;
import io.tocsin.persistence.journal.format.DamageException;
import io.tocsin.persistence.journal.read.ExcerptReader.Found;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/**
 * Walks the batches of one segment and checks each by itself: lengths, counts and checksum. The caller must check that
 * one batch follows from another. One thread.
 */
public final class BatchReader implements AutoCloseable {
    /** Bytes were written, but no whole batch. */
    static final long NO_BATCHES = -1;

    /** All bytes are zero. */
    static final long NOTHING_WRITTEN = -2;

    private final ExcerptReader excerpts;
    private final BatchHead head = new BatchHead();
    private ByteBuffer checksummed;

    private int index;
    private int length;
    private String reason = "";

    /** Opens a segment to read all of it. */
    public BatchReader(Path file) throws DamageException {
        this(new ExcerptReader(file, ExcerptReader.WINDOW_BYTES));
    }

    private BatchReader(ExcerptReader excerpts) {
        this.excerpts = excerpts;
        this.checksummed = excerpts.buffer().byteBuffer().duplicate();
    }

    /** Opens a segment to read its beginning: reads less at a time. */
    static BatchReader ofHead(Path file) throws DamageException {
        return new BatchReader(new ExcerptReader(file, ExcerptReader.HEAD_WINDOW_BYTES));
    }

    /**
     * Moves to the next batch.
     *
     * @throws DamageException when the file cannot be read, or a newer version of the program wrote the batch: nothing
     *     of such a journal may be cut
     */
    public Found next() throws DamageException {
        Found found = excerpts.next();
        if (found != Found.EXCERPT) {
            reason = excerpts.reason();
            return found;
        }
        index = excerpts.loadContent();
        requireKnownVersion();
        reason = check(excerpts.length());
        return reason == null ? Found.EXCERPT : Found.FAULT;
    }

    /**
     * Searches for whole batches from an offset on, at any place.
     *
     * @param fromOffset offset at which a walk stopped
     * @return position below which records had been forced, as those batches state; {@link #NO_BATCHES} when something
     *     was written but no batch; {@link #NOTHING_WRITTEN}
     */
    long forcedPositionTestifiedBehind(long fromOffset) throws DamageException {
        long forcedPosition = NOTHING_WRITTEN;
        long at = fromOffset;
        while (at + Long.BYTES <= excerpts.fileBytes()) {
            long word = excerpts.buffer().getLong(excerpts.load(at, Long.BYTES), ByteOrder.LITTLE_ENDIAN);
            if (word == 0) {
                at += Long.BYTES;
                continue;
            }
            boolean isEndMark = at == fromOffset && word == ExcerptReader.END_OF_SEGMENT;
            if (!isEndMark) {
                forcedPosition = Math.max(forcedPosition, NO_BATCHES);
            }
            if (isLongBatchAt(at, (int) word) || isShortBatchAt(at, word)) {
                forcedPosition = Math.max(forcedPosition, firstPosition() - unforced());
            }
            at += Integer.BYTES;
        }
        return forcedPosition;
    }

    /** Reason why there is no further batch. */
    String reason() {
        return reason;
    }

    /** Null when a batch was found, otherwise the reason why there is none */
    String reason(Found found) {
        return found == Found.EXCERPT ? null : reason;
    }

    /** Offset in the file of the batch's document, or of the bytes in its place. */
    public long offset() {
        return excerpts.offset();
    }

    /** Offset of the first byte after the batch, bytes. */
    long endOffset() {
        return excerpts.offset() + Integer.BYTES + length;
    }

    Path file() {
        return excerpts.file();
    }

    long fileBytes() {
        return excerpts.fileBytes();
    }

    /** Holds the batch until the next call. */
    DirectBuffer buffer() {
        return excerpts.buffer();
    }

    /** Index of the first record in {@link #buffer()}. */
    int recordsIndex() {
        return head.recordsIndex();
    }

    /** Index after the last record in {@link #buffer()}. */
    int endIndex() {
        return index + length;
    }

    long firstPosition() {
        return head.firstPosition();
    }

    /** Position after the last record. */
    long endPosition() {
        return firstPosition() + recordCount();
    }

    int recordCount() {
        return head.recordCount();
    }

    long timeNs() {
        return head.timeNs();
    }

    int crc() {
        return head.crc();
    }

    int chain() {
        return head.chain();
    }

    long unforced() {
        return head.unforced();
    }

    boolean isFirstOfSegment() {
        return head.isFirstOfSegment();
    }

    @Override
    public void close() {
        excerpts.close();
    }

    private void requireKnownVersion() throws DamageException {
        if (excerpts.length() >= BatchLayout.HEADER_LENGTH) {
            int version = BatchLayout.version(excerpts.buffer().getInt(index, ByteOrder.LITTLE_ENDIAN));
            if (version > BatchLayout.VERSION) {
                throw DamageException.newerVersion(file(), offset(), version);
            }
        }
    }

    /** Whether a whole batch with a long head begins at an offset, which says its length by itself. */
    private boolean isLongBatchAt(long at, int magic) throws DamageException {
        int version = BatchLayout.version(magic);
        long rest = excerpts.fileBytes() - at;
        if (version < 1 || version > BatchLayout.VERSION || rest < BatchLayout.HEADER_LENGTH) {
            return false;
        }
        int headerIndex = excerpts.load(at, BatchLayout.HEADER_LENGTH);
        int batchLength = excerpts.buffer().getInt(headerIndex + BatchLayout.LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if (batchLength < BatchLayout.HEADER_LENGTH || batchLength > Math.min(rest, BatchLayout.MAX_LENGTH)) {
            return false;
        }
        return isBatchAt(at, batchLength);
    }

    /**
     * Whether a document with a whole batch with a short head begins at an offset. A batch whose document's header is
     * lost is not found: it states only what had been forced before it, and the walk has come that far.
     *
     * @param word the eight bytes there: the document's header, and the first four of the batch
     */
    private boolean isShortBatchAt(long at, long word) throws DamageException {
        int batchLength = (int) word;
        long contentAt = at + Integer.BYTES;
        if ((byte) (word >>> Integer.SIZE) != BatchLayout.SHORT_MARK
                || batchLength < BatchLayout.SHORT_MIN_LENGTH
                || batchLength > Math.min(excerpts.fileBytes() - contentAt, BatchLayout.MAX_LENGTH)) {
            return false;
        }
        return isBatchAt(contentAt, batchLength);
    }

    private boolean isBatchAt(long at, int batchLength) throws DamageException {
        index = excerpts.load(at, batchLength);
        return check(batchLength) == null;
    }

    /** Checks the batch at {@link #index}; returns null or the fault. */
    private String check(int excerptLength) {
        ByteBuffer bytes = excerpts.buffer().byteBuffer();
        if (checksummed.capacity() != bytes.capacity()) {
            checksummed = bytes.duplicate(); // the window has grown
        }
        length = excerptLength;
        return head.read(excerpts.buffer(), checksummed, index, excerptLength);
    }
}
