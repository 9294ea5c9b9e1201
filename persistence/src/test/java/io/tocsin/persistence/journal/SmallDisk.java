package io.tocsin.persistence.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A small file system of its own to fill up. Needs the right to mount; a test without it is skipped and says so. */
final class SmallDisk implements AutoCloseable {
    private static final int MIB = 1 << 20;

    final Path dir;
    private final Path ballast;

    private SmallDisk(Path dir) {
        this.dir = dir;
        this.ballast = dir.resolve("ballast");
    }

    /** In memory. */
    static SmallDisk tmpfs(Path mountPoint, int sizeMib) throws Exception {
        Files.createDirectories(mountPoint);
        assumeDone("mount", "-t", "tmpfs", "-o", "size=" + sizeMib + "m", "tmpfs", mountPoint.toString());
        return new SmallDisk(mountPoint);
    }

    /** ext4 on a loop device. */
    static SmallDisk ext4(Path mountPoint, int sizeMib) throws Exception {
        Files.createDirectories(mountPoint);
        Path image = mountPoint.resolveSibling(mountPoint.getFileName() + ".img");
        assumeDone("truncate", "-s", sizeMib + "M", image.toString());
        assumeDone("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
        assumeDone("mount", "-o", "loop", image.toString(), mountPoint.toString());
        return new SmallDisk(mountPoint);
    }

    /** Fills the device with what is no journal, but for some bytes. */
    void fill(long freeBytes) throws IOException {
        byte[] block = new byte[MIB / 8];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (freeBytes() - freeBytes > block.length) {
                out.write(block);
                out.flush();
            }
        } catch (IOException e) {
            if (freeBytes() > MIB) {
                throw e; // not for want of room
            }
        }
    }

    /** Takes the filling away. */
    void free() throws IOException {
        Files.deleteIfExists(ballast);
    }

    long freeBytes() throws IOException {
        return Files.getFileStore(dir).getUsableSpace();
    }

    @Override
    public void close() throws IOException {
        new ProcessBuilder("umount", "-l", dir.toString())
                .inheritIO()
                .start()
                .onExit()
                .join();
    }

    private static void assumeDone(String... command) throws Exception {
        boolean done;
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.inputReader().lines().forEach(line -> {});
            done = process.waitFor() == 0;
        } catch (IOException e) {
            done = false;
        }
        Assumptions.assumeTrue(done, "skipped: needs the right to mount a file system: " + List.of(command));
    }
}
