package io.tocsin.persistence.journal;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import org.agrona.IoUtil;

/** A mapping of a segment of the maintenance thread's own, to force parts of it. Maintenance thread only. */
final class SegmentMapping implements AutoCloseable {
    private final FileChannel channel;
    private MappedByteBuffer mapped;

    SegmentMapping(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * The mapping.
     *
     * @param to how far it must reach, not behind the file's end, bytes
     */
    MappedByteBuffer mapped(long to) throws IOException {
        if (mapped == null || to > mapped.capacity()) {
            close();
            mapped = channel.map(MapMode.READ_WRITE, 0, channel.size());
        }
        return mapped;
    }

    @Override
    public void close() {
        IoUtil.unmap(mapped);
        mapped = null;
    }
}
