package io.tocsin.persistence.journal.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Forces files from the operating system's cache to the device, the only class that does. Tests replace it. */
public interface Forcer {
    /** Forces to the device. */
    Forcer DEVICE = new Forcer() {
        @Override
        public void force(FileChannel channel, Path file) throws IOException {
            channel.force(false);
        }

        @Override
        public void forceRange(MappedByteBuffer mapped, int from, int to, Path file) {
            mapped.force(from, to - from);
        }

        @Override
        public void forceDirectory(Path dir) throws IOException {
            try (FileChannel channel = FileChannel.open(dir, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    };

    /**
     * Forces a file: returns when all its written data is on the device.
     *
     * @param channel open on the file
     * @param file its name
     */
    void force(FileChannel channel, Path file) throws IOException;

    /**
     * Forces a part of a file: returns when the part and the metadata to find it are on the device.
     *
     * @param mapped the file from its beginning
     * @param from offset in the file, bytes
     * @param to offset after the part, bytes
     * @param file its name
     * @throws UncheckedIOException when it cannot be forced
     */
    void forceRange(MappedByteBuffer mapped, int from, int to, Path file);

    /** Forces a directory: returns when the names in it are on the device. */
    void forceDirectory(Path dir) throws IOException;
}
