package io.tocsin.persistence.journal.read;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.persistence.journal.format.DamageException;
import io.tocsin.persistence.journal.format.JournalFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Beginning and end of a journal, to compare it with the gateway's other files.
 *
 * @param firstPosition position of the oldest record; {@code endPosition} when there is none
 * @param endPosition one more than the position of the last record; where an empty journal begins when there is none
 * @param begin where the oldest record begins
 * @param end end of the last record, and the reason why there is no further one
 * @param closedInOrder whether an end mark confirms this end
 * @param hasSegments whether any segment exists
 * @param isNoted whether an extent exists, which this version of the program and later ones write
 * @param beginPosition first position of a journal that was begun at a saved state; {@link #UNKNOWN}
 * @param beginSinceNs time of that begin, epoch ns; {@link #UNKNOWN}
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
     * Reads the bounds of a journal; a missing journal is empty.
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

    /** Whether a journal exists, which may be empty. */
    public boolean isThere() {
        return hasSegments || isNoted;
    }

    /** Whether the journal has no record. */
    public boolean isEmpty() {
        return firstPosition == endPosition;
    }
}
