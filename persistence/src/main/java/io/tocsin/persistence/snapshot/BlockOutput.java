package io.tocsin.persistence.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/** Cuts a state into blocks with checksums. Not thread-safe. */
final class BlockOutput extends OutputStream {
    private final FileChannel channel;
    private final ByteBuffer block = ByteBuffer.allocate(
                    SnapshotLayout.BLOCK_HEAD_LENGTH + SnapshotLayout.MAX_BLOCK_LENGTH)
            .order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C chain = new CRC32C();

    BlockOutput(FileChannel channel) {
        this.channel = channel;
        block.position(SnapshotLayout.BLOCK_HEAD_LENGTH);
    }

    @Override
    public void write(int b) throws IOException {
        if (!block.hasRemaining()) {
            writeBlock();
        }
        block.put((byte) b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (!block.hasRemaining()) {
                writeBlock();
            }
            int part = Math.min(length - done, block.remaining());
            block.put(bytes, offset + done, part);
            done += part;
        }
    }

    /** Writes the last block and the end. */
    void finish() throws IOException {
        if (block.position() > SnapshotLayout.BLOCK_HEAD_LENGTH) {
            writeBlock();
        }
        block.clear();
        block.putInt(0).putInt((int) chain.getValue()).flip();
        writeFully();
    }

    private void writeBlock() throws IOException {
        int length = block.position() - SnapshotLayout.BLOCK_HEAD_LENGTH;
        CRC32C crc = new CRC32C();
        crc.update(block.array(), SnapshotLayout.BLOCK_HEAD_LENGTH, length);
        block.putInt(0, length).putInt(Integer.BYTES, (int) crc.getValue());
        chain.update(block.array(), Integer.BYTES, Integer.BYTES);
        block.flip();
        writeFully();
        block.clear().position(SnapshotLayout.BLOCK_HEAD_LENGTH);
    }

    private void writeFully() throws IOException {
        while (block.hasRemaining()) {
            channel.write(block);
        }
    }
}
