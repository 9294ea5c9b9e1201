package io.tocsin.alerts.sink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/** The file that had a name when it was opened: somebody may delete it, move it away or put another in its place. */
public final class FileIdentity {
    private final Path path;
    private final Object key;

    private FileIdentity(Path path, Object key) {
        this.path = path;
        this.key = key;
    }

    /** The file that has the name now. */
    public static FileIdentity of(Path path) throws IOException {
        return new FileIdentity(path, key(path));
    }

    /**
     * @throws IOException the name is gone, or another file has it
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
