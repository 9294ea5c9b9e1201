package io.tocsin.persistence.journal.read;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.persistence.journal.format.DamageException;
import io.tocsin.persistence.journal.format.JournalFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a journal begins and ends, to compare it with what else a gateway keeps.
 *
 * @param firstPosition position of the oldest record; {@code endPosition} when there is none
 * @param endPosition one more than the position of the last record; where an empty journal begins when there is none
 * @param begin where the oldest record begins
 * @param end where the last record ends, and why there is no further one
 * @param closedInOrder whether the journal says itself that it ends there
 * @param hasSegments whether any segment is there
 * @param isNoted whether a journal was begun there, by this version of the program or a later one
 * @param beginPosition where the journal began when it was made to begin at a saved state; {@link #UNKNOWN}
 * @param beginSinceNs when that was, epoch ns; {@link #UNKNOWN}
 */
public record JournalBounds(
        long firstPosition,
        long endPosition,
        JournalFault begin,
        JournalFault end,
        boolean closedInOrder,
        boolean hasSegments,
        boolean isNoted,
        long beginPosition,
        long beginSinceNs) {
    /** The journal began at 0, or an older version of the program made it begin. */
    public static final long UNKNOWN = JournalExtent.UNKNOWN;

    /**
     * Looks at a journal; a missing one is empty.
     *
     * @throws JournalException when it is damaged or cannot be read
     */
    public static JournalBounds of(Path dir) {
        try {
            return of(dir, JournalIndex.build(dir, tornTail -> {}));
        } catch (DamageException e) {
            throw e.toJournalException();
        }
    }

    static JournalBounds of(Path dir, JournalIndex index) throws DamageException {
        JournalExtent extent = JournalExtent.read(dir);
        List<Path> generations = JournalDirectory.generations(dir);
        boolean isEmpty = index.spans().isEmpty();
        boolean closedInOrder =
                !isEmpty && EndMark.read(generations.get(generations.size() - 1)) == index.endPosition();
        JournalFault nothing = new JournalFault(dir, 0, "there is no segment with a record");
        long endPosition = isEmpty ? Math.max(0, extent.beginPosition()) : index.endPosition();
        return new JournalBounds(
                isEmpty ? endPosition : index.firstPosition(),
                endPosition,
                isEmpty ? nothing : new JournalFault(index.spans().get(0).file(), 0, "the oldest record"),
                index.end() == null ? nothing : index.end(),
                closedInOrder,
                !JournalDirectory.segments(dir).isEmpty(),
                Files.exists(extent.file()),
                extent.beginPosition(),
                extent.beginSinceNs());
    }

    /** Whether there is a journal, if only an empty one. */
    public boolean isThere() {
        return hasSegments || isNoted;
    }

    /** Whether there is no record. */
    public boolean isEmpty() {
        return firstPosition == endPosition;
    }
}
