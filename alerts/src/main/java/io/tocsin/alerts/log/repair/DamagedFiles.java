package io.tocsin.alerts.log.repair;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Damaged files kept for examination, with {@value #SUFFIX} appended to their name and a bound on their number.
 */
public final class DamagedFiles {
    /** Number of files kept in a directory; for the alarm log that is 64 MiB. */
    public static final int MAX_COUNT = 8;

    private static final String SUFFIX = ".damaged";

    private DamagedFiles() {}

    private record Damaged(Path file, long changedMs) {}

    /** An unused name for a damaged file. */
    public static Path freeName(Path file) {
        Path name = file.resolveSibling(file.getFileName() + SUFFIX);
        for (int number = 2; Files.exists(name); number++) {
            name = file.resolveSibling(file.getFileName() + SUFFIX + '-' + number);
        }
        return name;
    }

    /**
     * Deletes the oldest of a directory, by the time of their last change, so that {@link #MAX_COUNT} are left.
     *
     * @return how many were deleted
     */
    public static int keepNewest(Path directory) throws IOException {
        List<Path> names;
        try (Stream<Path> files = Files.list(directory)) {
            names = files.filter(file -> file.getFileName().toString().contains(SUFFIX))
                    .toList();
        }
        List<Damaged> oldestFirst = new ArrayList<>();
        for (Path file : names) {
            oldestFirst.add(new Damaged(file, Files.getLastModifiedTime(file).toMillis()));
        }
        oldestFirst.sort(Comparator.comparing(Damaged::changedMs).thenComparing(Damaged::file));
        int tooMany = Math.max(0, oldestFirst.size() - MAX_COUNT);
        for (Damaged damaged : oldestFirst.subList(0, tooMany)) {
            Files.delete(damaged.file());
        }
        return tooMany;
    }
}
