package io.tocsin.gateway.config;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are in the directory in which a gateway keeps its own files. */
public final class DataDirectory {
    private DataDirectory() {}

    /** Whether a gateway has kept anything there. */
    public static boolean isOne(Path dir) {
        return Files.isDirectory(journal(dir))
                || Files.isDirectory(snapshots(dir))
                || Files.isDirectory(savepoints(dir))
                || Files.isDirectory(alarms(dir));
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
}
