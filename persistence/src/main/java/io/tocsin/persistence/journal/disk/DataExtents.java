package io.tocsin.persistence.journal.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import net.openhft.posix.OpenFlag;
import net.openhft.posix.PosixAPI;

/**
 * Finds the end of the data in a file whose rest is a hole or reserved, because Chronicle maps more than it writes.
 */
public final class DataExtents {
    private static final int FAILED = -1;

    // Linux values; the library's enum for them is one too high
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final boolean IS_LINUX =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");

    private DataExtents() {}

    /**
     * Asks the file system.
     *
     * @return offset after which nothing was ever written, bytes; the file's size if the file system does not know
     */
    public static long end(Path file) throws IOException {
        long size = Files.size(file);
        if (!IS_LINUX) {
            return size;
        }
        PosixAPI posix = PosixAPI.posix();
        int fileDescriptor = posix.open(file.toString(), OpenFlag.O_RDONLY, 0);
        if (fileDescriptor == FAILED) {
            throw new IOException("cannot open, file=" + file);
        }
        try {
            if (posix.lseek(fileDescriptor, 0, SEEK_HOLE) < 0) {
                return size;
            }
            long end = 0;
            long data = posix.lseek(fileDescriptor, 0, SEEK_DATA);
            while (data >= 0) {
                end = posix.lseek(fileDescriptor, data, SEEK_HOLE);
                if (end < 0) {
                    return size;
                }
                data = posix.lseek(fileDescriptor, end, SEEK_DATA);
            }
            return Math.min(end, size);
        } finally {
            posix.close(fileDescriptor);
        }
    }
}
