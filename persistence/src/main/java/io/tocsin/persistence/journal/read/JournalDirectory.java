package io.tocsin.persistence.journal.read;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.log.FaultText;
import io.tocsin.persistence.journal.format.DamageException;
import io.tocsin.persistence.journal.read.ExcerptReader.Found;
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
 * Layout of a journal on the disk.
 *
 * <pre>
 *   journal/
 *     g-000001/             one generation: one segment
 *       19700101F.cq4       the segment; the name is Chronicle's and no date
 *     g-000002/             the segment being written
 *       19700101F.cq4
 *       end                 room for the mark where the journal ended, written when it is closed in order
 *       metadata.cq4t       Chronicle's own; not needed for reading
 *     g-000003/             the next one, prepared; holds no record yet
 *     making/               was g-000003 until it was whole, so that no reader sees half a generation
 *     extent                oldest and newest generation, to notice a missing one: {@link JournalExtent}
 * </pre>
 *
 * <p>Journals of older versions have a generation for each process start, with segments 19700101F, 19700102F and so on,
 * in order of name. These journals can be read too.
 */
public final class JournalDirectory {
    public static final String SEGMENT_SUFFIX = ".cq4";
    public static final String METADATA_FILE = "metadata.cq4t";

    /** Makes the name of a generation's directory from its number. */
    static final String GENERATION_FORMAT = "g-%06d";

    private static final String RESERVED_SUFFIX = ".precreated";
    private static final String MAKING = "making";

    /** Chronicle names its files after days, and its clock here is constant. */
    private static final String SEGMENT_NAME = "19700101F";

    private static final Pattern GENERATION = Pattern.compile("g-(\\d{6,9})");

    private JournalDirectory() {}

    /**
     * A segment file and the generation it belongs to.
     *
     * @param file the segment file
     * @param generation number of the generation, from 1
     */
    public record Segment(Path file, int generation) {}

    /** All segments, oldest first; none when the directory is missing. */
    public static List<Segment> segments(Path dir) {
        List<Segment> segments = new ArrayList<>();
        for (Path generation : generations(dir)) {
            segments.addAll(segmentsOf(generation));
        }
        return segments;
    }

    /** The segments of one generation, oldest first. */
    public static List<Segment> segmentsOf(Path generation) {
        List<Segment> segments = new ArrayList<>();
        for (Path file : sorted(generation)) {
            if (file.getFileName().toString().endsWith(SEGMENT_SUFFIX)) {
                segments.add(new Segment(file, number(generation)));
            }
        }
        return segments;
    }

    /** The directories of all generations, oldest first. */
    public static List<Path> generations(Path dir) {
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

    /** Path of the segment of a new generation. */
    public static Path segmentFile(Path generation) {
        return generation.resolve(SEGMENT_NAME + SEGMENT_SUFFIX);
    }

    /** Path at which Chronicle looks for an existing file before it creates one. */
    public static Path reservedFile(Path generation) {
        return generation.resolve(SEGMENT_NAME + RESERVED_SUFFIX);
    }

    /** Name of the next generation. */
    public static Path nextGeneration(Path dir) {
        List<Path> generations = generations(dir);
        int last = generations.isEmpty() ? 0 : number(generations.get(generations.size() - 1));
        return dir.resolve(GENERATION_FORMAT.formatted(last + 1));
    }

    /** Creates the directory for making a generation. */
    public static Path createMaking(Path dir) throws IOException {
        return Files.createDirectory(dir.resolve(MAKING));
    }

    /** Removes unused reserved files, and generations without a batch. No thread may write meanwhile. */
    public static void deleteUnused(Path dir) throws DamageException, IOException {
        if (Files.exists(dir.resolve(MAKING))) {
            discardGeneration(dir.resolve(MAKING));
        }
        int oldestUsed = 0;
        int newestUsed = 0;
        List<Path> unused = new ArrayList<>();
        for (Path generation : generations(dir)) {
            boolean isUsed = false;
            for (Segment segment : segmentsOf(generation)) {
                isUsed |= isWritten(segment.file());
            }
            if (isUsed) {
                newestUsed = number(generation);
                oldestUsed = oldestUsed == 0 ? newestUsed : oldestUsed;
                deleteReserved(generation);
            } else {
                unused.add(generation);
            }
        }
        if (!unused.isEmpty()) {
            JournalExtent.lowerNewest(dir, newestUsed);
            JournalExtent.writeOldest(dir, Math.max(1, oldestUsed));
        }
        for (Path generation : unused) {
            discardGeneration(generation);
        }
    }

    /** Removes a generation whose segments are deleted. No thread may write to it. */
    public static void deleteGeneration(Path generation) throws IOException {
        deleteReserved(generation);
        Files.deleteIfExists(generation.resolve(EndMark.FILE_NAME));
        Files.deleteIfExists(generation.resolve(METADATA_FILE));
        Files.delete(generation);
    }

    /** Removes a generation without a batch. No thread may write to it. */
    public static void discardGeneration(Path generation) throws IOException {
        for (Segment segment : segmentsOf(generation)) {
            Files.delete(segment.file());
        }
        deleteGeneration(generation);
    }

    /** Number of a generation, or 0 for any other name. */
    public static int number(Path generation) {
        var matcher = GENERATION.matcher(generation.getFileName().toString());
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** Whether the file has anything besides Chronicle's initial content. */
    private static boolean isWritten(Path segment) throws DamageException {
        try (BatchReader batches = new BatchReader(segment)) {
            return batches.next() != Found.END
                    || batches.forcedPositionTestifiedBehind(batches.offset()) != BatchReader.NOTHING_WRITTEN;
        }
    }

    private static void deleteReserved(Path generation) throws IOException {
        for (Path file : sorted(generation)) {
            if (file.getFileName().toString().endsWith(RESERVED_SUFFIX)) {
                Files.delete(file);
            }
        }
    }

    private static List<Path> sorted(Path dir) {
        try (Stream<Path> files = Files.list(dir)) {
            return files.sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of(); // retention has removed the generation
        } catch (IOException e) {
            throw new JournalException("cannot list the journal: " + FaultText.of(e) + ", dir=" + dir, e);
        }
    }
}
