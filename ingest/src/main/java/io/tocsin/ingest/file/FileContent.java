package io.tocsin.ingest.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Content of a file by offsets. Tells whether the file still holds what was read of it before: checksums of its first
 * bytes and of the last ones before an offset. A file that only grew keeps them; one that was replaced does not. One
 * thread.
 */
final class FileContent {
    /** No content has it: the file is shorter than the offset. */
    static final long NONE = -1;

    private static final int LENGTH = 4096;

    private final FileChannel file;
    private final ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    private final CRC32C sum = new CRC32C();
    private long countedTo;
    private long lineBreaks;

    FileContent(FileChannel file) {
        this.file = file;
    }

    /**
     * The identity of the bytes before an offset.
     *
     * @return two checksums, of the first {@value #LENGTH} bytes and of the last {@value #LENGTH}; {@link #NONE} when
     *     there are fewer bytes
     */
    long identity(long offset) throws IOException {
        if (file.size() < offset) {
            return NONE;
        }
        int headLength = (int) Math.min(LENGTH, offset);
        int tailLength = (int) Math.min(LENGTH, offset - headLength);
        return checksum(0, headLength) << 32 | checksum(offset - tailLength, tailLength);
    }

    /**
     * The identity that versions before computed: of the path and the first bytes.
     *
     * @param length how many bytes the file had then, at most {@value #LENGTH} of them count
     */
    long firstScheme(Path path, long length) throws IOException {
        CRC32 pathSum = new CRC32();
        pathSum.update(path.toString().getBytes(StandardCharsets.UTF_8));
        return pathSum.getValue() << 32 | checksum(0, (int) Math.min(LENGTH, length));
    }

    /**
     * Number of the line that begins at an offset, from 1: one more than the bytes before it that are LF. Reads the
     * file from the offset it was asked for last, or from the start.
     */
    long lineAt(long offset) throws IOException {
        if (offset < countedTo) {
            countedTo = 0;
            lineBreaks = 0;
        }
        while (countedTo < offset) {
            bytes.clear().limit((int) Math.min(LENGTH, offset - countedTo));
            int count = file.read(bytes, countedTo);
            if (count < 0) {
                break; // the file got shorter
            }
            for (int i = 0; i < count; i++) {
                lineBreaks += bytes.get(i) == '\n' ? 1 : 0;
            }
            countedTo += count;
        }
        return lineBreaks + 1;
    }

    private long checksum(long from, int length) throws IOException {
        bytes.clear().limit(length);
        while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) >= 0) {
            // a read may give fewer bytes than asked for
        }
        sum.reset();
        sum.update(bytes.flip());
        return sum.getValue();
    }
}
