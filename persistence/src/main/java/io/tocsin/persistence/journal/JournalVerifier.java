package io.tocsin.persistence.journal;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Looks at a journal without changing it: what is there, and whether it can be believed. */
public final class JournalVerifier {
    private JournalVerifier() {}

    /**
     * What every segment holds, oldest first.
     *
     * @param dir the journal's directory
     */
    public static List<SegmentInfo> list(Path dir) {
        return List.of();
    }

    /**
     * Reads everything and checks everything.
     *
     * @param dir the journal's directory
     * @return the first fault, or none
     */
    public static Optional<JournalFault> verify(Path dir) {
        return Optional.empty();
    }
}
