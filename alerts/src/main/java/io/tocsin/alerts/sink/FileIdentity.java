package io.tocsin.alerts.sink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/** Identity of an open file, to detect that its name was deleted, moved or given to another file. */
public final class FileIdentity {
    private final Path path;
    private final Object key;

    private FileIdentity(Path path, Object key) {
        this.path = path;
        this.key = key;
    }

    /** The current file of the name. */
    public static FileIdentity of(Path path) throws IOException {
        return new FileIdentity(path, key(path));
    }

    /**
     * @throws IOException the name does not exist any more, or belongs to another file
     */
    public void requireUnchanged() throws IOException {
        try {
            if (!Objects.equals(key, key(path))) {
                throw new IOException("another file was put in its place");
            }
        } catch (NoSuchFileException e) {
            throw new IOException("the file was deleted or moved away", e);
        }
    }

    private static Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }
}
