package io.tocsin.persistence.snapshot;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/** Reads blocks and checks each block before it returns any byte of it. Not thread-safe. */
final class BlockInput extends InputStream {
    private final FileChannel channel;
    private final ByteBuffer head =
            ByteBuffer.allocate(SnapshotLayout.BLOCK_HEAD_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] block = new byte[SnapshotLayout.MAX_BLOCK_LENGTH];
    private final CRC32C chain = new CRC32C();
    private int position;
    private int limit;
    private boolean ended;

    /** The channel's position is after the head */
    BlockInput(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read() throws IOException {
        return position < limit || nextBlock() ? block[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (position == limit && !nextBlock()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(block, position, bytes, offset, count);
        position += count;
        return count;
    }

    /** Reads and checks all blocks up to the end. */
    void verify() throws IOException {
        while (nextBlock()) {
            position = limit;
        }
    }

    private boolean nextBlock() throws IOException {
        if (ended) {
            return false;
        }
        long at = channel.position();
        head.clear();
        readFully(head);
        int length = head.getInt(0);
        int crc = head.getInt(Integer.BYTES);
        if (length == 0) {
            ended = true;
            if (crc != (int) chain.getValue()) {
                throw new IOException("the end does not fit the blocks before it, offset=" + at);
            }
            return false;
        }
        if (length < 0 || length > block.length) {
            throw new IOException("impossible block length=" + length + ", offset=" + at);
        }
        readFully(ByteBuffer.wrap(block, 0, length));
        CRC32C actual = new CRC32C();
        actual.update(block, 0, length);
        if ((int) actual.getValue() != crc) {
            throw new IOException("a block's checksum is wrong, offset=" + at);
        }
        chain.update(head.array(), Integer.BYTES, Integer.BYTES);
        position = 0;
        limit = length;
        return true;
    }

    private void readFully(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the file ends too early, offset=" + channel.position());
            }
        }
    }
}
