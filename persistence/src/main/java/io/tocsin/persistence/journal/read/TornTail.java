package io.tocsin.persistence.journal.read;

import java.nio.file.Path;

/**
 * The end of a generation that a crash or a power cut left unfinished, and that was therefore left out. Nothing in it
 * had been forced to the device.
 *
 * @param file the segment file that holds the first batch left out
 * @param offset where in the file that batch begins, bytes
 * @param position the journal ends before this position
 * @param reason what is wrong with the batch, for people
 */
public record TornTail(Path file, long offset, long position, String reason) {
    @Override
    public String toString() {
        return "journal cut at position=" + position + ": " + reason + ", file=" + file + ", offset=" + offset;
    }
}
