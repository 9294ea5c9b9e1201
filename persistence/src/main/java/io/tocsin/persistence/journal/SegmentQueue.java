package io.tocsin.persistence.journal;

import io.tocsin.engine.journal.JournalException;
import java.io.File;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;

/**
 * The Chronicle queue of one generation.
 *
 * <p>Its clock is ours and counts segments: a queue rolls when its clock says so, and a clock that someone sets back
 * would make it write into the past.
 *
 * <p>Journal thread only, apart from the constructor. Any error of Chronicle is final.
 */
final class SegmentQueue implements AutoCloseable {
    static final RollCycle ROLL_CYCLE = RollCycles.FAST_DAILY;

    /** Entries of an index; part of the format. One covers more batches, with the spacing, than most segments have. */
    static final int INDEX_COUNT = 1024;

    private static final int INDEX_SPACING = 256;

    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;

    private int segmentIndex = 0;

    /**
     * @param dir an empty directory
     * @param segmentBytes where segments end, about
     */
    SegmentQueue(Path dir, long segmentBytes) {
        requireExport();
        SingleChronicleQueueBuilder builder = SingleChronicleQueueBuilder.binary(dir)
                .rollCycle(ROLL_CYCLE)
                .timeProvider(() -> (long) segmentIndex * ROLL_CYCLE.lengthInMillis())
                .blockSize(blockBytes(segmentBytes))
                .indexCount(INDEX_COUNT)
                .indexSpacing(INDEX_SPACING);
        queue = builder.build();
        if (builder.readOnly()) {
            queue.close();
            throw new JournalException("Chronicle opened the journal read-only; its warning says why, dir=" + dir);
        }
        queue.singleThreadedCheckDisabled(true);
        appender = queue.createAppender();
        appender.singleThreadedCheckDisabled(true);
    }

    /** Appends an excerpt to the segment at hand; the first one creates its file. */
    void append(Bytes<?> excerpt) {
        appender.writeBytes(excerpt);
    }

    /** Offset behind the last excerpt, bytes. */
    long writeOffset() {
        return appender.wire().bytes().writePosition();
    }

    /** The file of the last excerpt. */
    Path file() {
        File file = appender.currentFile();
        return file.toPath();
    }

    /** The next excerpt begins a new segment. */
    void roll() {
        segmentIndex++;
    }

    /** Number of the segment at hand, from 0. */
    int segmentIndex() {
        return segmentIndex;
    }

    @Override
    public void close() {
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

    /** Without this export Chronicle cannot map for writing, opens the queue read-only and goes on. */
    private static void requireExport() {
        Module base = Object.class.getModule();
        if (!base.isExported("sun.nio.ch", SingleChronicleQueue.class.getModule())) {
            throw new JournalException("the JVM runs without --add-exports=java.base/sun.nio.ch=ALL-UNNAMED, so the "
                    + "journal cannot be written; start it with the flags of deploy/jvm");
        }
    }
}
