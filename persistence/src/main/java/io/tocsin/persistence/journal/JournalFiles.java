package io.tocsin.persistence.journal;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.persistence.journal.disk.DataExtents;
import io.tocsin.persistence.journal.disk.Forcer;
import io.tocsin.persistence.journal.read.JournalDirectory;
import io.tocsin.persistence.journal.read.JournalExtent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A journal's directory while no writer appends to it: begin it, force it. */
public final class JournalFiles {
    private JournalFiles() {}

    /**
     * Makes an empty journal begin at the position of a saved state from which the gateway continues.
     *
     * @param dir the journal's directory, without a segment; created when missing
     * @param sinceNs epoch ns: savepoints made until then may lie behind the position
     * @throws JournalException when it cannot be written
     */
    public static void beginAt(Path dir, long position, long sinceNs) {
        try {
            Files.createDirectories(dir);
            JournalExtent.begin(dir, position, sinceNs);
            Forcer.DEVICE.forceDirectory(dir);
            Forcer.DEVICE.forceDirectory(dir.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new JournalException("cannot begin the journal: " + e + ", dir=" + dir, e);
        }
    }

    /**
     * Forces what is in a journal to the device, from any process: what is kept elsewhere and was made of it must not
     * be there before it.
     *
     * @param dir the journal's directory
     * @throws JournalException when it cannot be forced
     */
    public static void force(Path dir) {
        try {
            for (JournalDirectory.Segment segment : JournalDirectory.segments(dir)) {
                try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.READ)) {
                    Forcer.DEVICE.force(channel, segment.file());
                } catch (NoSuchFileException e) {
                    // retention was faster, so it had been forced
                }
            }
        } catch (IOException e) {
            throw new JournalException("cannot force the journal: " + e + ", dir=" + dir, e);
        }
    }

    /**
     * A process that was killed leaves records with the operating system that nobody has forced, and room reserved
     * behind them, which is given back.
     */
    static void forceLeftBehind(Path dir, Forcer forcer) throws IOException {
        for (JournalDirectory.Segment old : JournalDirectory.segments(dir)) {
            try (FileChannel channel =
                    FileChannel.open(old.file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                forcer.force(channel, old.file());
                long end = DataExtents.end(old.file());
                if (end < channel.size()) {
                    channel.truncate(end);
                }
            }
        }
        for (Path generation : JournalDirectory.generations(dir)) {
            forcer.forceDirectory(generation);
        }
    }
}
