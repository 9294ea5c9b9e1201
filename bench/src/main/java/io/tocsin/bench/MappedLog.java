package io.tocsin.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Lower bound of an append's cost: 56-byte records into memory-mapped files, one after the other. No header, checksum
 * or sync, and no way to find its end. The benches compare the journal with this alternative.
 */
public final class MappedLog implements AutoCloseable {
    private static final int RECORD_LENGTH = 56;
    private static final int SEGMENT_LENGTH = 64 << 20;

    private final Path directory;
    private final UnsafeBuffer segment = new UnsafeBuffer(0, 0);
    private MappedByteBuffer mapped;
    private int segmentCount;
    private int offset = SEGMENT_LENGTH;

    public MappedLog(Path directory) {
        this.directory = directory;
    }

    /** Appends one reading. */
    public void append(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        int at = offset;
        if (at + RECORD_LENGTH > SEGMENT_LENGTH) {
            nextSegment();
            at = 0;
        }
        segment.putInt(at, RECORD_LENGTH);
        segment.putInt(at + 4, sensorId);
        segment.putLong(at + 8, position);
        segment.putLong(at + 16, eventTimeNs);
        segment.putLong(at + 24, receiveTimeNs);
        segment.putDouble(at + 32, value);
        segment.putInt(at + 40, quality);
        segment.putInt(at + 44, flags);
        segment.putLong(at + 48, 0);
        offset = at + RECORD_LENGTH;
    }

    private void nextSegment() {
        close();
        Path file = directory.resolve("segment" + segmentCount++);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            mapped = channel.map(MapMode.READ_WRITE, 0, SEGMENT_LENGTH);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        mapped.order(ByteOrder.nativeOrder());
        segment.wrap(mapped);
        offset = 0;
    }

    @Override
    public void close() {
        if (mapped != null) {
            segment.wrap(0, 0);
            BufferUtil.free(mapped);
            mapped = null;
        }
    }
}
