package io.tocsin.persistence.journal.read;

import java.nio.file.Path;

/**
 * Unfinished end of a generation after a crash or a power cut, which is ignored. Nothing in it had been forced to the
 * device.
 *
 * @param file the segment file of the first ignored batch
 * @param offset of that batch in the file, bytes
 * @param position the journal ends before this position
 * @param reason the fault of the batch, for people
 */
public record TornTail(Path file, long offset, long position, String reason) {
    @Override
    public String toString() {
        return "journal cut at position=" + position + ": " + reason + ", file=" + file + ", offset=" + offset;
    }
}
