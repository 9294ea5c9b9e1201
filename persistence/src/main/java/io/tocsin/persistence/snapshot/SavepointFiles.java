package io.tocsin.persistence.snapshot;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.log.FaultText;
import io.tocsin.persistence.snapshot.SnapshotFile.Head;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Savepoints as files of one directory: snapshots with a name, which stay until the user deletes them. One thread. */
public final class SavepointFiles {
    private static final String SUFFIX = ".tocsnap";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Path dir;

    /**
     * @param dir created when the first savepoint is written
     */
    public SavepointFiles(Path dir) {
        this.dir = dir;
    }

    /** Whether a savepoint may have this name: 1 to 64 letters, digits, dots, hyphens and underscores. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** The names of all savepoints, sorted. */
    public List<String> names() {
        if (!Files.isDirectory(dir)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .filter(SavepointFiles::isName)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new JournalException("cannot list the savepoints, dir=" + dir + ": " + FaultText.of(e), e);
        }
    }

    /** The file of a savepoint, which need not exist. */
    public Path file(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a savepoint's name: " + name);
        }
        return dir.resolve(name + SUFFIX);
    }

    /**
     * Writes a savepoint.
     *
     * @param name an unused name
     * @param body writes the state
     * @throws JournalException when the name is taken or the file cannot be written
     */
    public void write(String name, Head head, Consumer<OutputStream> body) {
        Path file = file(name);
        if (Files.exists(file)) {
            throw new JournalException("there is a savepoint of that name, file=" + file);
        }
        SnapshotFile.write(file, head, body);
    }

    /**
     * Deletes a savepoint.
     *
     * @return whether it existed
     */
    public boolean delete(String name) {
        Path file = file(name);
        try {
            boolean deleted = Files.deleteIfExists(file);
            if (deleted) {
                SnapshotFile.forceDirectory(dir);
            }
            return deleted;
        } catch (IOException e) {
            throw new JournalException("cannot delete the savepoint, file=" + file + ": " + FaultText.of(e), e);
        }
    }
}
