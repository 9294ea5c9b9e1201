package io.tocsin.persistence.journal.read;

import io.tocsin.persistence.journal.format.DamageException;
import io.tocsin.persistence.journal.format.JournalFault;
import io.tocsin.persistence.journal.read.ExcerptReader.Found;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Finds faults that a walk to the end of the journal misses: a generation missing at either end, which the {@link
 * JournalExtent} records, or a generation missing or exchanged in the part that is not walked. Reads the beginning of
 * every segment, and all of a segment only where the numbers of the generations have a gap.
 *
 * <p>Changes nothing. One pass over a journal that is being written may be inconsistent, so a fault counts only when it
 * is found twice.
 */
final class JournalAudit {
    private static final int MAX_ATTEMPTS = 10;

    private final Path dir;
    private final JournalExtent extent;
    private final List<JournalDirectory.Segment> segments;
    private final JournalIndex index;

    private JournalAudit(Path dir) throws DamageException {
        this.dir = dir;
        // read before the segments, because the extent never names a missing generation
        this.extent = JournalExtent.read(dir);
        this.segments = JournalDirectory.segments(dir);
        this.index = JournalIndex.build(dir, tornTail -> {});
    }

    /**
     * Checks a journal.
     *
     * @throws DamageException with the first fault
     */
    static void check(Path dir) throws DamageException {
        JournalFault before = null;
        for (int attempt = 1; ; attempt++) {
            try {
                new JournalAudit(dir).check();
                return;
            } catch (DamageException e) {
                if (e.fault().equals(before) || attempt == MAX_ATTEMPTS) {
                    throw e;
                }
                before = e.fault();
            }
        }
    }

    private void check() throws DamageException {
        long oldest = segments.isEmpty() ? Long.MAX_VALUE : segments.get(0).generation();
        long newest = segments.isEmpty() ? 0 : segments.get(segments.size() - 1).generation();
        if (extent.newestGeneration() > newest) {
            throw missing(
                    newest + 1,
                    extent.newestGeneration(),
                    "the journal continued in it; without it the journal ends at position " + index.endPosition());
        }
        if (!segments.isEmpty()
                && extent.oldestGeneration() != JournalExtent.UNKNOWN
                && extent.oldestGeneration() < oldest) {
            throw missing(
                    extent.oldestGeneration(),
                    oldest - 1,
                    "retention did not delete it; without it the journal begins at position " + index.firstPosition());
        }
        checkNumbers();
        checkLeftOut();
    }

    /** Generations are numbered without gaps, except those of versions without an extent */
    private void checkNumbers() throws DamageException {
        for (int i = 1; i < segments.size(); i++) {
            int before = segments.get(i - 1).generation();
            int number = segments.get(i).generation();
            if (number > before + 1 && !isInTheMaking(segments.get(i))) {
                if (extent.denseFrom() != JournalExtent.UNKNOWN && number > extent.denseFrom()) {
                    throw missing(before + 1, number - 1, "it was between two existing segments");
                }
                checkWhole(segments.get(i - 1));
            }
        }
    }

    /**
     * Whether a crash came before the name of this segment was forced, so that the segments before it may be missing
     * too.
     */
    private boolean isInTheMaking(JournalDirectory.Segment segment) {
        return segment.generation() > extent.newestGeneration() && spanOf(segment) == null;
    }

    /** A segment that does not belong to the journal was cut off, or a later one has replaced it */
    private void checkLeftOut() throws DamageException {
        boolean isLeftOut = false;
        for (JournalDirectory.Segment segment : segments) {
            if (spanOf(segment) == null) {
                isLeftOut = true;
            } else if (isLeftOut) {
                checkWhole(segment);
                isLeftOut = false;
            }
        }
    }

    private JournalIndex.Span spanOf(JournalDirectory.Segment segment) {
        for (JournalIndex.Span span : index.spans()) {
            if (span.file().equals(segment.file())) {
                return span;
            }
        }
        return null;
    }

    private DamageException missing(long from, long to, String what) {
        Path file = dir.resolve(String.format(Locale.ROOT, JournalDirectory.GENERATION_FORMAT, from));
        String further = from == to ? "" : " and all up to g-%06d".formatted(to);
        return new DamageException(file, 0, "segment missing" + further + ": " + what);
    }

    /** Whether a segment has all records that its successor states. */
    private void checkWhole(JournalDirectory.Segment segment) throws DamageException {
        JournalIndex.Span span = spanOf(segment);
        if (span == null) {
            return;
        }
        try (BatchReader batches = new BatchReader(span.file())) {
            long position = span.firstPosition();
            while (position < span.endPosition()) {
                Found found = batches.next();
                String reason = batches.reason(found);
                if (reason == null && batches.firstPosition() != position) {
                    reason = "position " + position + " expected, found " + batches.firstPosition();
                }
                if (reason != null) {
                    throw new DamageException(
                            span.file(),
                            batches.offset(),
                            reason + "; the following segment begins at position " + span.endPosition());
                }
                position = batches.endPosition();
            }
        }
    }
}
