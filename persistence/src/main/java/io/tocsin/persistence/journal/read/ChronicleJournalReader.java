package io.tocsin.persistence.journal.read;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.JournalReader;
import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.persistence.journal.format.BatchLayout;
import io.tocsin.persistence.journal.format.DamageException;
import io.tocsin.persistence.journal.format.RecordDecoder;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Reads the journal over all generations and segments.
 *
 * <p>Uses plain reads only, so a damaged file is an exception and never a crash of the JVM. Every batch is checked
 * before its records are passed on: checksum, position and the chain to the previous batch.
 *
 * <p>Sees the journal as it was when it was opened. One thread; several readers may read one journal, also while it is
 * being written.
 */
public final class ChronicleJournalReader implements JournalReader {
    private final Path dir;
    private final JournalIndex index;
    private final RecordDecoder decoder;

    private ChronicleJournalReader(Path dir, JournalIndex index, RecordDecoder decoder) {
        this.dir = dir;
        this.index = index;
        this.decoder = decoder;
    }

    /**
     * Opens the journal as it is now.
     *
     * @param dir the journal's directory; a missing one is an empty journal
     * @param maxSensors ids at or above this are refused
     * @param tornTails receives an unfinished end that a crash or a power cut left; the end is skipped
     * @throws JournalException with file and offset when more is missing than an unfinished end
     */
    public static ChronicleJournalReader open(Path dir, int maxSensors, Consumer<TornTail> tornTails) {
        return open(dir, tornTails, new RecordDecoder(maxSensors));
    }

    /**
     * Opens the same journal again, as it is now, and takes over this reader's memory: 32 bytes a sensor. This reader
     * must not be used any more.
     *
     * @param tornTails gets an unfinished end
     * @throws JournalException with file and offset when more is missing than an unfinished end
     */
    public ChronicleJournalReader reopened(Consumer<TornTail> tornTails) {
        return open(dir, tornTails, decoder);
    }

    private static ChronicleJournalReader open(Path dir, Consumer<TornTail> tornTails, RecordDecoder decoder) {
        try {
            return new ChronicleJournalReader(dir, JournalIndex.build(dir, tornTails), decoder);
        } catch (DamageException e) {
            throw e.toJournalException();
        }
    }

    @Override
    public long firstPosition() {
        return index.firstPosition();
    }

    @Override
    public long endPosition() {
        return index.endPosition();
    }

    /**
     * Where the journal began and ended when it was opened.
     *
     * @throws JournalException when it cannot be read any more
     */
    public JournalBounds bounds() {
        try {
            return JournalBounds.of(dir, index);
        } catch (DamageException e) {
            throw e.toJournalException();
        }
    }

    @Override
    public long read(long fromPosition, long toPosition, RecordHandler handler) {
        try {
            return readChecked(fromPosition, toPosition, handler);
        } catch (DamageException e) {
            throw e.toJournalException();
        }
    }

    @Override
    public void close() {
        // every read closes the file it reads
    }

    /** As {@link #read}, telling the fault apart. */
    long readChecked(long fromPosition, long toPosition, RecordHandler handler) throws DamageException {
        if (fromPosition < firstPosition()) {
            throw new JournalException("the journal begins after the requested position, firstPosition="
                    + firstPosition() + ", fromPosition=" + fromPosition);
        }
        long position = fromPosition;
        JournalIndex.Span before = null;
        int chain = BatchLayout.NO_CHAIN;
        for (JournalIndex.Span span : index.spans()) {
            if (span.endPosition() > position && span.firstPosition() < toPosition) {
                boolean isChainKnown = before != null || span.firstPosition() == 0;
                chain = readSpan(span, position, toPosition, handler, isChainKnown, chain);
                position = Math.min(span.endPosition(), toPosition);
                before = span;
            }
        }
        return position;
    }

    /** Returns the checksum of the last batch read. */
    private int readSpan(
            JournalIndex.Span span,
            long fromPosition,
            long toPosition,
            RecordHandler handler,
            boolean isChainKnown,
            int chainBefore)
            throws DamageException {
        decoder.reset();
        long expectedPosition = span.firstPosition();
        int chain = chainBefore;
        long end = Math.min(span.endPosition(), toPosition);
        try (BatchReader batches = new BatchReader(span.file())) {
            while (expectedPosition < end) {
                boolean isFirst = expectedPosition == span.firstPosition();
                String reason = batches.reason(batches.next());
                if (reason == null) {
                    int expectedChain = isFirst && !isChainKnown ? batches.chain() : chain;
                    reason = Continuity.check(batches, expectedPosition, expectedChain, span.firstPosition());
                }
                if (reason == null) {
                    reason = decoder.decode(
                            batches.buffer(),
                            batches.recordsIndex(),
                            batches.endIndex(),
                            batches.recordCount(),
                            expectedPosition,
                            fromPosition,
                            end,
                            handler);
                }
                if (reason != null) {
                    throw new DamageException(span.file(), batches.offset(), reason);
                }
                expectedPosition = batches.endPosition();
                chain = batches.crc();
            }
            if (expectedPosition > span.endPosition()) {
                throw new DamageException(span.file(), batches.offset(), "records stand in two segments");
            }
        }
        return chain;
    }
}
