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
 * The Chronicle queue of one generation, which has one segment: to roll is to take another queue. Its clock stands
 * still, so Chronicle never rolls by itself.
 *
 * <p>Threads: one makes it and hands it over, then the journal thread appends, the maintenance thread touches and at
 * last closes. Any error of Chronicle is final.
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
     * @param generation an empty directory, but for what is no file of Chronicle's
     * @param segmentBytes where the segment ends, about
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
            throw new JournalException(
                    "Chronicle opened the journal read-only; its warning says why, dir=" + generation);
        }
        queue.singleThreadedCheckDisabled(true);
        appender = queue.createAppender();
        appender.singleThreadedCheckDisabled(true);
    }

    /**
     * Lets Chronicle take the reserved file, write its head and index, and map it, so that appending does none of that:
     * an excerpt is begun and taken back, which leaves zeros.
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

    /** Offset behind the last excerpt, bytes. */
    long writeOffset() {
        return appender.wire().bytes().writePosition();
    }

    /**
     * Takes the page faults before the writer gets there: exchanges the zero at the beginning of each page, in the
     * writer's own mapping, for a zero. Bytes written meanwhile stay. A touched page is written to the
     * device in time even if it stays empty, so touch no further ahead than the writer will get soon. The pages must be
     * reserved ({@link io.tocsin.persistence.journal.disk.DiskSpace}).
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
     * One block holds a whole segment, so that nothing is mapped anew on the way: the segment, the batch that goes
     * beyond its end, and the index. A block is followed by a quarter of itself, which must hold the longest batch.
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
