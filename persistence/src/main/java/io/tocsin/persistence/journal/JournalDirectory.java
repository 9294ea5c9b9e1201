package io.tocsin.persistence.journal;

import io.tocsin.engine.journal.JournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a journal lies on disk.
 *
 * <pre>
 *   journal/
 *     g-000001/             one generation: what one process start wrote, never written again
 *       19700101F.cq4       its segments, in order of name; the names count, they are no dates
 *       19700102F.cq4
 *       19700103F.precreated   reserved for the next segment, holds no record
 *       end                 where it ended, if it was closed in order
 *       metadata.cq4t       Chronicle's own; not needed for reading
 *     g-000002/
 * </pre>
 */
final class JournalDirectory {
    static final String SEGMENT_SUFFIX = ".cq4";
    static final String RESERVED_SUFFIX = ".precreated";
    static final String METADATA_FILE = "metadata.cq4t";

    private static final Pattern GENERATION = Pattern.compile("g-(\\d{6,9})");

    private JournalDirectory() {}

    /**
     * A segment file and the generation it belongs to.
     *
     * @param file the segment file
     * @param generation number of the generation, from 1
     */
    record Segment(Path file, int generation) {}

    /** All segments, oldest first; none when the directory is missing. */
    static List<Segment> segments(Path dir) {
        List<Segment> segments = new ArrayList<>();
        for (Path generation : generations(dir)) {
            segments.addAll(segmentsOf(generation));
        }
        return segments;
    }

    /** The segments of one generation, oldest first. */
    static List<Segment> segmentsOf(Path generation) {
        List<Segment> segments = new ArrayList<>();
        for (Path file : sorted(generation)) {
            if (file.getFileName().toString().endsWith(SEGMENT_SUFFIX)) {
                segments.add(new Segment(file, number(generation)));
            }
        }
        return segments;
    }

    /** The directories of all generations, oldest first. */
    static List<Path> generations(Path dir) {
        List<Path> generations = new ArrayList<>();
        if (Files.isDirectory(dir)) {
            for (Path path : sorted(dir)) {
                if (number(path) > 0) {
                    generations.add(path);
                }
            }
        }
        generations.sort(Comparator.comparingInt(JournalDirectory::number));
        return generations;
    }

    /** Creates the directory of the next generation, and the journal's own when it is missing. */
    static Path createGeneration(Path dir) throws IOException {
        Files.createDirectories(dir);
        List<Path> generations = generations(dir);
        int last = generations.isEmpty() ? 0 : number(generations.get(generations.size() - 1));
        return Files.createDirectory(dir.resolve("g-%06d".formatted(last + 1)));
    }

    /** Removes files reserved and not used, and generations that never got a segment. */
    static void deleteUnused(Path dir) throws IOException {
        for (Path generation : generations(dir)) {
            boolean hasSegments = false;
            for (Path file : sorted(generation)) {
                String name = file.getFileName().toString();
                if (name.endsWith(RESERVED_SUFFIX)) {
                    Files.delete(file);
                }
                hasSegments |= name.endsWith(SEGMENT_SUFFIX);
            }
            if (!hasSegments) {
                deleteGeneration(generation);
            }
        }
    }

    /** Removes a generation whose segments are gone. Nobody writes to it. */
    static void deleteGeneration(Path generation) throws IOException {
        for (Path file : sorted(generation)) {
            if (file.getFileName().toString().endsWith(RESERVED_SUFFIX)) {
                Files.delete(file);
            }
        }
        Files.deleteIfExists(generation.resolve(EndMark.FILE_NAME));
        Files.deleteIfExists(generation.resolve(METADATA_FILE));
        Files.delete(generation);
    }

    /** Number of a generation, or 0 when it is none. */
    static int number(Path generation) {
        var matcher = GENERATION.matcher(generation.getFileName().toString());
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private static List<Path> sorted(Path dir) {
        try (Stream<Path> files = Files.list(dir)) {
            return files.sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of(); // retention has removed the generation
        } catch (IOException e) {
            throw new JournalException("cannot list the journal: " + e + ", dir=" + dir, e);
        }
    }
}
