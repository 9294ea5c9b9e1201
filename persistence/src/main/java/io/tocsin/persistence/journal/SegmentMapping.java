package io.tocsin.persistence.journal;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import org.agrona.IoUtil;

/** The maintenance thread's own mapping of a segment, to force parts of the file. Maintenance thread only. */
final class SegmentMapping implements AutoCloseable {
    private final FileChannel channel;
    private MappedByteBuffer mapped;

    SegmentMapping(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * The mapping.
     *
     * @param to end of the mapped part, at most the file's end, bytes
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
