package io.tocsin.persistence.journal;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Takes the page faults of a segment before its writer gets there, by exchanging the zero at the beginning of each page
 * for a zero, on a mapping of its own. What the writer has written meanwhile stays.
 *
 * <p>A touched page is written to the device with the next sync even if it stays empty, so touch no further ahead than
 * the writer will get soon.
 *
 * <p>Maintenance thread only. The pages must be reserved ({@link DiskSpace}).
 */
final class PageToucher implements AutoCloseable {
    static final int PAGE_BYTES = 4096;

    private final FileChannel channel;
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private MappedByteBuffer mapped;
    private long touchedTo = 0;

    PageToucher(FileChannel channel) {
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
        if (to > buffer.capacity()) {
            map();
        }
        for (; at + Long.BYTES <= Math.min(to, buffer.capacity()); at += PAGE_BYTES) {
            buffer.compareAndSetLong((int) at, 0, 0);
        }
        touchedTo = at;
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
