package io.tocsin.persistence.journal;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.persistence.journal.format.BatchLayout;
import io.tocsin.persistence.journal.format.ChronicleMetadata;
import java.io.IOException;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The Chronicle queue of one generation, which has one segment; a roll takes another queue. Its clock is constant, so
 * Chronicle never rolls by itself.
 *
 * <p>Threads: the creator hands the queue over, then the journal thread appends, and the maintenance thread touches and
 * finally closes. Any error of Chronicle is final.
 */
final class SegmentQueue implements AutoCloseable {
    static final int PAGE_BYTES = 4096;

    private static final RollCycle ROLL_CYCLE = RollCycles.FAST_DAILY;
    private static final int INDEX_SPACING = 256;

    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;

    /** Area that the appender writes to, from the file's beginning. */
    private final UnsafeBuffer memory = new UnsafeBuffer(0, 0);

    private long touchedTo = 0;

    /**
     * @param generation a directory without files of Chronicle
     * @param segmentBytes approximate end of the segment
     */
    SegmentQueue(Path generation, long segmentBytes) {
        requireExport();
        SingleChronicleQueueBuilder builder = SingleChronicleQueueBuilder.binary(generation)
                .rollCycle(ROLL_CYCLE)
                .timeProvider(() -> 0)
                .blockSize(blockBytes(segmentBytes))
                .indexCount(ChronicleMetadata.INDEX_COUNT)
                .indexSpacing(INDEX_SPACING);
        queue = builder.build();
        if (builder.readOnly()) {
            queue.close();
            throw new JournalException("Chronicle opened the journal read-only; see its warning, dir=" + generation);
        }
        queue.singleThreadedCheckDisabled(true);
        appender = queue.createAppender();
        appender.singleThreadedCheckDisabled(true);
    }

    /**
     * Lets Chronicle open the reserved file, write its head and index, and map it, so that later appends need none of
     * this. It begins an excerpt and rolls it back, which leaves zeros.
     *
     * @param file the expected name of the segment
     */
    void begin(Path file) throws IOException {
        try (DocumentContext document = appender.writingDocument()) {
            document.rollbackOnClose();
        }
        Path taken = appender.currentFile().toPath();
        if (!taken.toAbsolutePath().equals(file.toAbsolutePath())) {
            throw new IOException("Chronicle took another file than reserved, file=" + taken);
        }
        BytesStore<?, ?> store = appender.wire().bytes().bytesStore();
        memory.wrap(store.addressForRead(0), Math.toIntExact(store.realCapacity()));
    }

    /** Appends an excerpt. */
    void append(Bytes<?> excerpt) {
        appender.writeBytes(excerpt);
    }

    /** Offset after the last excerpt, bytes. */
    long writeOffset() {
        return appender.wire().bytes().writePosition();
    }

    /**
     * Causes page faults ahead of the writer: compares and sets the first word of each page from zero to zero, in the
     * writer's own mapping, so bytes written meanwhile stay. The kernel writes a touched page to the device even if it
     * stays empty, so touch only pages that the writer will reach soon. The pages must be reserved ({@link
     * io.tocsin.persistence.journal.disk.DiskSpace}).
     *
     * @param from offset in the file, bytes; pages that were touched before are left out
     * @param to offset behind the range
     */
    void touch(long from, long to) {
        long at = Math.max(touchedTo, (from + PAGE_BYTES - 1) & -PAGE_BYTES);
        if (at >= to) {
            return;
        }
        for (; at + Long.BYTES <= Math.min(to, memory.capacity()); at += PAGE_BYTES) {
            memory.compareAndSetLong((int) at, 0, 0);
        }
        touchedTo = at;
    }

    @Override
    public void close() {
        memory.wrap(0, 0);
        appender.close();
        queue.close();
    }

    /**
     * One block holds a whole segment, so that no mapping is needed while writing: the segment, the batch beyond its
     * end, and the index. A block is followed by a quarter of its size, which must hold the longest batch.
     */
    private static long blockBytes(long segmentBytes) {
        return Math.max(segmentBytes + 2L * BatchLayout.MAX_LENGTH, 5L * BatchLayout.MAX_LENGTH);
    }

    /** Without this export Chronicle cannot map for writing, opens the queue read-only and continues. */
    private static void requireExport() {
        Module base = Object.class.getModule();
        if (!base.isExported("sun.nio.ch", SingleChronicleQueue.class.getModule())) {
            throw new JournalException("the JVM runs without --add-exports=java.base/sun.nio.ch=ALL-UNNAMED, so the "
                    + "journal cannot be written; start it with the flags of deploy/jvm");
        }
    }
}
