package io.tocsin.persistence.journal.format;

import java.nio.file.Path;

/**
 * The first place at which a journal cannot be believed.
 *
 * @param file the damaged file
 * @param offset where in the file, bytes
 * @param reason what is wrong, for people
 */
public record JournalFault(Path file, long offset, String reason) {
    @Override
    public String toString() {
        return reason + ", file=" + file + ", offset=" + offset;
    }
}
