package io.tocsin.gateway.fault;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A file system of its own in a file, mounted through a loop device, whose power can be cut.
 *
 * <p>The cut is the file system's own shutdown ioctl without a flush of its log (as xfstests does it): from that moment
 * nothing more reaches the device, and what was in the page cache only is gone after the next mount, which recovers the
 * file system's journal as after a real cut. Not simulated: a drive that lies about its own cache, and sectors
 * torn by the drive.
 */
final class LoopDisk implements AutoCloseable {
    /** File systems known to have the ioctl. */
    enum Kind {
        EXT4("mkfs.ext4", "-q -F", 256L << 20),
        XFS("mkfs.xfs", "-q -f", 512L << 20);

        private final String mkfs;
        private final String options;
        private final long bytes;

        Kind(String mkfs, String options, long bytes) {
            this.mkfs = mkfs;
            this.options = options;
            this.bytes = bytes;
        }
    }

    /** {@code _IOR('X', 125, __u32)}: the same number on ext4, XFS and F2FS; 2 = without flushing the log. */
    private static final String SHUTDOWN = "0x8004587d";

    private static final int UNMOUNT_TRIES = 100;
    private static final long POLL_MS = 100;

    private final Path image;
    private final Path mountPoint;
    private final Thread cleanUp = new Thread(this::unmountQuietly);
    private boolean isMounted;

    /**
     * Makes and mounts it; skips the test where that cannot be done.
     *
     * @param directory on another file system, takes the image and the mount point
     * @param bytes of the device, 0 = what suits the kind
     */
    LoopDisk(Path directory, Kind kind, long bytes) throws IOException, InterruptedException {
        Shell.requireRoot();
        Shell.requirePrograms(kind.mkfs, "mount", "umount");
        assumeTrue(Shell.has("perl") || Shell.has("python3"), "SKIPPED: needs perl or python3 for an ioctl");
        image = directory.resolve("disk.img");
        mountPoint = Files.createDirectories(directory.resolve("disk"));
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(bytes == 0 ? kind.bytes : bytes);
        }
        String[] options = kind.options.split(" ", -1);
        Shell.run(kind.mkfs, options[0], options[1], image.toString());
        boolean mounts = Shell.tryRun("mount", "-o", "loop", image.toString(), mountPoint.toString())
                .isPresent();
        assumeTrue(mounts, "SKIPPED: no loop devices here");
        isMounted = true;
        Runtime.getRuntime().addShutdownHook(cleanUp);
    }

    Path path() {
        return mountPoint;
    }

    /** From now on nothing reaches the device. */
    void cutPower() throws IOException, InterruptedException {
        String dir = mountPoint.toString();
        if (Shell.has("perl")) {
            Shell.run(
                    "perl",
                    "-e",
                    "sysopen(F, $ARGV[0], 0) or die; my $flag = pack('L', 2); ioctl(F, " + SHUTDOWN
                            + ", $flag) or die \"$!\"",
                    dir);
        } else {
            Shell.run(
                    "python3",
                    "-c",
                    "import fcntl,os,struct,sys; fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), " + SHUTDOWN
                            + ", struct.pack('I', 2))",
                    dir);
        }
    }

    /** Power is back: the kernel forgets what it had cached and recovers the file system. No process may use it. */
    void remount() throws IOException, InterruptedException {
        for (int i = 0; !isUsable(); i++) {
            if (i == UNMOUNT_TRIES) {
                throw new IOException("cannot be mounted again, image=" + image);
            }
            unmount();
            Shell.run("mount", "-o", "loop", image.toString(), mountPoint.toString());
            isMounted = true;
        }
    }

    /** As long as another mount namespace holds the old mount, a new one is the same file system, without power. */
    private boolean isUsable() throws InterruptedException {
        try {
            Files.deleteIfExists(Files.writeString(mountPoint.resolve("usable"), "?"));
            return isMounted;
        } catch (IOException e) {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            unmount();
        } catch (InterruptedException e) {
            unmountQuietly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(cleanUp);
    }

    private void unmount() throws IOException, InterruptedException {
        for (int i = 0; isMounted; i++) {
            isMounted = Shell.tryRun("umount", mountPoint.toString()).isEmpty();
            if (isMounted && i == UNMOUNT_TRIES) {
                Shell.run("umount", "-l", mountPoint.toString());
                isMounted = false;
            } else if (isMounted) {
                TimeUnit.MILLISECONDS.sleep(POLL_MS); // a process that was killed may not be quite gone
            }
        }
    }

    private void unmountQuietly() {
        try {
            if (isMounted) {
                Shell.tryRun("umount", "-l", mountPoint.toString());
            }
        } catch (IOException e) {
            System.err.println("cannot unmount " + mountPoint + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
