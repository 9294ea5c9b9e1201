package io.tocsin.persistence.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The only way from the operating system's cache to the device. Tests put another one in its place. */
interface Forcer {
    /** Forces to the device. */
    Forcer DEVICE = new Forcer() {
        @Override
        public void force(FileChannel channel, Path file) throws IOException {
            channel.force(false);
        }

        @Override
        public void forceDirectory(Path dir) throws IOException {
            try (FileChannel channel = FileChannel.open(dir, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    };

    /**
     * Returns when everything written to the file is on the device.
     *
     * @param channel open on the file
     * @param file its name
     */
    void force(FileChannel channel, Path file) throws IOException;

    /** Returns when the names in the directory are on the device. */
    void forceDirectory(Path dir) throws IOException;
}
