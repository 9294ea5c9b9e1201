package io.tocsin.alerts.log.repair;

import io.tocsin.alerts.log.frame.DurableFiles;
import io.tocsin.alerts.log.frame.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Replaces the log's newest segments by repaired ones atomically: a crash at any moment leaves either the old or the
 * new segments.
 *
 * <p>The new ones are written in a directory beside the old ones. A list of the old ones in that directory commits the
 * swap: damaged ones are renamed and kept, the others deleted. Renaming the list commits to moving the new ones in.
 * Each step is idempotent.
 */
public final class SegmentSwap {
    private static final String DIRECTORY = "repair";
    private static final String OLD_ONES = "set-aside";
    private static final String MOVING_IN = "move-in";
    private static final char KEPT_AS = '\t';

    private final Path directory;
    private final Path fresh;

    /**
     * @param directory of the alarm log
     */
    public SegmentSwap(Path directory) {
        this.directory = directory;
        this.fresh = directory.resolve(DIRECTORY);
    }

    /** Finishes an interrupted swap, or discards it when it was not committed. */
    public void recover() throws IOException {
        if (Files.exists(fresh.resolve(OLD_ONES))) {
            setAside();
        } else if (Files.exists(fresh.resolve(MOVING_IN))) {
            moveIn();
        } else if (Files.exists(fresh)) {
            clear();
        }
    }

    /** An empty directory for the new segments. */
    Path begin() throws IOException {
        if (Files.exists(fresh)) {
            clear();
        }
        return Files.createDirectories(fresh);
    }

    /**
     * Replaces segments; the new ones must be closed and on the disk.
     *
     * @param old the segments of the log from the first damaged one on
     * @param damaged those of them to keep
     * @return the names under which they are kept, of the newest {@link DamagedFiles#MAX_COUNT}
     */
    List<Path> commit(List<Segment> old, Set<Segment> damaged) throws IOException {
        List<Path> kept = new ArrayList<>();
        StringBuilder list = new StringBuilder();
        for (Segment segment : old) {
            list.append(segment.file().getFileName());
            if (damaged.contains(segment)) {
                Path name = DamagedFiles.freeName(segment.file());
                kept.add(name);
                list.append(KEPT_AS).append(name.getFileName());
            }
            list.append('\n');
        }
        DurableFiles.forceDirectory(fresh);
        DurableFiles.forceDirectory(directory);
        DurableFiles.replace(
                fresh.resolve(OLD_ONES), ByteBuffer.wrap(list.toString().getBytes(StandardCharsets.UTF_8)));
        setAside();
        DamagedFiles.keepNewest(directory);
        kept.removeIf(name -> !Files.exists(name));
        return kept;
    }

    private void setAside() throws IOException {
        for (String line : Files.readAllLines(fresh.resolve(OLD_ONES))) {
            int end = line.indexOf(KEPT_AS);
            if (end < 0) {
                Files.deleteIfExists(directory.resolve(line));
            } else if (Files.exists(directory.resolve(line.substring(0, end)))) {
                Files.move(
                        directory.resolve(line.substring(0, end)),
                        directory.resolve(line.substring(end + 1)),
                        StandardCopyOption.ATOMIC_MOVE);
            }
        }
        DurableFiles.forceDirectory(directory);
        Files.move(fresh.resolve(OLD_ONES), fresh.resolve(MOVING_IN), StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.forceDirectory(fresh);
        moveIn();
    }

    private void moveIn() throws IOException {
        for (Segment segment : Segment.list(fresh)) {
            Files.move(segment.file(), directory.resolve(segment.file().getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
        DurableFiles.forceDirectory(directory);
        clear();
    }

    private void clear() throws IOException {
        try (Stream<Path> files = Files.list(fresh)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(fresh);
        DurableFiles.forceDirectory(directory);
    }
}
