package io.tocsin.gateway.datadir;

import io.tocsin.alerts.log.frame.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes, moves and deletes files atomically; when a method has returned, the change is on the device. One thread. */
public final class DurableFile {
    private static final String UNFINISHED = ".unfinished";

    private DurableFile() {}

    /** Writes a file and replaces an existing one. */
    public static void write(Path file, byte[] content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DurableFiles.forceDirectory(file.toAbsolutePath().getParent());
    }

    /** Moves a file or directory within its file system. */
    public static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.forceDirectory(to.toAbsolutePath().getParent());
        DurableFiles.forceDirectory(from.toAbsolutePath().getParent());
    }

    /** Deletes a file, if it exists. */
    public static void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            DurableFiles.forceDirectory(file.toAbsolutePath().getParent());
        }
    }

    /** Creates a missing directory, whose parent must exist. */
    public static void createDirectory(Path dir) throws IOException {
        if (!Files.isDirectory(dir, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(dir);
            DurableFiles.forceDirectory(dir.toAbsolutePath().getParent());
        }
    }
}
