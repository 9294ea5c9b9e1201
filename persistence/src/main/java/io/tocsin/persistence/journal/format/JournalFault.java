package io.tocsin.persistence.journal.format;

import java.nio.file.Path;

/**
 * First damaged place of a journal.
 *
 * @param file the damaged file
 * @param offset of the damage in the file, bytes
 * @param reason the fault, for people
 */
public record JournalFault(Path file, long offset, String reason) {
    @Override
    public String toString() {
        return reason + ", file=" + file + ", offset=" + offset;
    }
}
