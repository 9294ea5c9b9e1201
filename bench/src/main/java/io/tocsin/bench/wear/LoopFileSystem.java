package io.tocsin.bench.wear;

import io.tocsin.bench.TemporaryDirectory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** An ext4 file system in a file, mounted through a loop device: its device has no other writer. Needs root. */
final class LoopFileSystem implements AutoCloseable {
    private static final long BYTES = 1_500L << 20;
    private static final int SECTOR_BYTES = 512;
    private static final int SECTORS_WRITTEN_FIELD = 6;

    private final TemporaryDirectory directory = new TemporaryDirectory();
    private final Path mountPoint = directory.path().resolve("mounted");
    private final String device;

    /** Makes it. */
    LoopFileSystem() throws IOException, InterruptedException {
        try {
            device = mount();
        } catch (IOException | InterruptedException e) {
            directory.close();
            throw e;
        }
    }

    Path path() {
        return mountPoint;
    }

    /** Writes everything out. */
    void sync() throws IOException, InterruptedException {
        run("sync", "-f", mountPoint.toString());
    }

    /** Sum of all writes to the device so far; use the difference of two calls. */
    long writtenBytes() throws IOException {
        String stat = Files.readString(Path.of("/sys/block", device, "stat")).trim();
        return Long.parseLong(stat.split(" +", -1)[SECTORS_WRITTEN_FIELD]) * SECTOR_BYTES;
    }

    @Override
    public void close() throws IOException {
        try {
            run("umount", mountPoint.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("still mounted: " + mountPoint, e);
        }
        directory.close();
    }

    private String mount() throws IOException, InterruptedException {
        Path image = directory.path().resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(BYTES);
        }
        Files.createDirectory(mountPoint);
        // otherwise the kernel writes tables long after the mount
        run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", image.toString());
        run("mount", "-o", "loop", image.toString(), mountPoint.toString());
        return Path.of(run("findmnt", "-n", "-o", "SOURCE", mountPoint.toString()))
                .getFileName()
                .toString();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        if (process.waitFor() != 0) {
            throw new IOException("failed: " + String.join(" ", command));
        }
        return output;
    }
}
