package io.tocsin.persistence.journal;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.openhft.chronicle.queue.RollCycle;

/**
 * Names of a generation's segments. Chronicle names its files after days; ours are counted, so segment 0 is named after
 * the first day of 1970 and segment 1 after the second.
 */
final class SegmentNames {
    private final Path generationDir;
    private final DateTimeFormatter format;

    SegmentNames(Path generationDir, RollCycle rollCycle) {
        this.generationDir = generationDir;
        this.format = DateTimeFormatter.ofPattern(rollCycle.format(), Locale.ROOT);
    }

    /** Where Chronicle keeps a segment. */
    Path file(int segmentIndex) {
        return generationDir.resolve(name(segmentIndex) + JournalDirectory.SEGMENT_SUFFIX);
    }

    /** Where Chronicle looks for a file to take before it creates one. */
    Path reservedFile(int segmentIndex) {
        return generationDir.resolve(name(segmentIndex) + JournalDirectory.RESERVED_SUFFIX);
    }

    private String name(int segmentIndex) {
        return LocalDate.ofEpochDay(segmentIndex).format(format);
    }
}
