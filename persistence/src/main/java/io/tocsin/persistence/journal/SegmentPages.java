package io.tocsin.persistence.journal;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A mapping of a segment of the maintenance thread's own, to touch ahead and to force parts.
 *
 * <p>Touching takes the page faults before the writer gets there, by exchanging the zero at the beginning of each page
 * for a zero. What the writer has written meanwhile stays. A touched page is written to the device in time even if it
 * stays empty, so touch no further ahead than the writer will get soon.
 *
 * <p>Maintenance thread only. The pages must be reserved ({@link DiskSpace}).
 */
final class SegmentPages implements AutoCloseable {
    static final int PAGE_BYTES = 4096;

    private final FileChannel channel;
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private MappedByteBuffer mapped;
    private long touchedTo = 0;

    SegmentPages(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Touches the pages that begin in a range and were not touched before.
     *
     * @param from offset in the file, bytes
     * @param to offset behind the range, not behind the file's end
     */
    void touch(long from, long to) throws IOException {
        long at = Math.max(touchedTo, roundUp(from));
        if (at >= to) {
            return;
        }
        mapped(to);
        for (; at + Long.BYTES <= Math.min(to, buffer.capacity()); at += PAGE_BYTES) {
            buffer.compareAndSetLong((int) at, 0, 0);
        }
        touchedTo = at;
    }

    /**
     * The mapping.
     *
     * @param to how far it must reach, not behind the file's end, bytes
     */
    MappedByteBuffer mapped(long to) throws IOException {
        if (to > buffer.capacity()) {
            map();
        }
        return mapped;
    }

    @Override
    public void close() {
        buffer.wrap(0, 0);
        IoUtil.unmap(mapped);
        mapped = null;
    }

    private void map() throws IOException {
        close();
        mapped = channel.map(MapMode.READ_WRITE, 0, channel.size());
        buffer.wrap(mapped);
    }

    private static long roundUp(long offset) {
        return (offset + PAGE_BYTES - 1) & -PAGE_BYTES;
    }
}
