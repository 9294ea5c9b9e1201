package io.tocsin.gateway.run;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A directory that is deleted when it is closed, unless the user has named it. */
public final class TemporaryDirectory implements AutoCloseable {
    private final Path path;
    private final boolean kept;

    private TemporaryDirectory(Path path, boolean kept) {
        this.path = path;
        this.kept = kept;
    }

    /**
     * @param named by the user, and kept; or null: one of the system's
     */
    public static TemporaryDirectory of(Path named, String prefix) throws IOException {
        return named == null
                ? new TemporaryDirectory(Files.createTempDirectory(prefix), false)
                : new TemporaryDirectory(Files.createDirectories(named), true);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Whether it stays. */
    public boolean isKept() {
        return kept;
    }

    /** Deletes the directory, unless it is kept or already deleted. */
    @Override
    public void close() throws IOException {
        if (kept || !Files.exists(path)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
