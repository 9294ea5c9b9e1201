package io.tocsin.gateway.datadir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Layout of a gateway's data directory. */
public final class DataDirectory {
    private DataDirectory() {}

    /** Whether a gateway has files there. */
    public static boolean isOne(Path dir) {
        return Files.isDirectory(journal(dir))
                || Files.isDirectory(snapshots(dir))
                || Files.isDirectory(savepoints(dir))
                || Files.isDirectory(alarms(dir));
    }

    /**
     * The data directories that lie directly in a directory, sorted.
     *
     * @throws IOException when it cannot be listed
     */
    public static List<Path> in(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(DataDirectory::isOne).sorted().toList();
        }
    }

    /** The journal. */
    public static Path journal(Path dataDir) {
        return dataDir.resolve("journal");
    }

    /** The automatic snapshots. */
    public static Path snapshots(Path dataDir) {
        return dataDir.resolve("snapshots");
    }

    /** The savepoints. */
    public static Path savepoints(Path dataDir) {
        return dataDir.resolve("savepoints");
    }

    /** The alarm log. */
    public static Path alarms(Path dataDir) {
        return dataDir.resolve("alarms");
    }

    /** Directory for events that sinks can never deliver. */
    public static Path deadLetters(Path dataDir) {
        return dataDir.resolve("dead-letters");
    }
}
