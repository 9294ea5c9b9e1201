package io.tocsin.persistence.journal;

import io.tocsin.persistence.journal.disk.Forcer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Forces nothing, remembers the order, and fails when told to. */
final class RecordingForcer implements Forcer {
    final List<Path> forced = new CopyOnWriteArrayList<>();
    final List<int[]> ranges = new CopyOnWriteArrayList<>();
    private volatile ChronicleJournal journal;
    private volatile long coveredPosition = 0;
    private volatile boolean fails = false;

    void watch(ChronicleJournal watched) {
        journal = watched;
    }

    void failFromNowOn() {
        fails = true;
    }

    /** Position journalled when the last completed force began. */
    long coveredPosition() {
        return coveredPosition;
    }

    @Override
    public void force(FileChannel channel, Path file) throws IOException {
        long position = journal == null ? 0 : journal.journalledPosition();
        forced.add(file);
        if (fails) {
            throw new IOException("Input/output error");
        }
        coveredPosition = position;
    }

    @Override
    public void forceRange(MappedByteBuffer mapped, int from, int to, Path file) {
        ranges.add(new int[] {from, to});
        try {
            force(null, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void forceDirectory(Path dir) throws IOException {
        forced.add(dir);
        if (fails) {
            throw new IOException("Input/output error");
        }
    }
}
