package io.tocsin.persistence.journal;

import io.tocsin.persistence.journal.disk.Forcer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/** Forces nothing, remembers the order, and fails when told to. */
final class RecordingForcer implements Forcer {
    final List<Path> forced = new CopyOnWriteArrayList<>();
    final List<int[]> ranges = new CopyOnWriteArrayList<>();
    private final ReentrantLock appending = new ReentrantLock();
    private volatile ChronicleJournal journal;
    private volatile long coveredPosition = 0;
    private volatile boolean fails = false;

    void watch(ChronicleJournal watched) {
        journal = watched;
    }

    /**
     * Appends. A force that begins meanwhile reads its position behind the append: its range may hold the bytes of a
     * batch whose position is not published yet.
     */
    void whileAppending(Runnable append) {
        appending.lock();
        try {
            append.run();
        } finally {
            appending.unlock();
        }
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
        long position = journalledPosition();
        forced.add(file);
        if (fails) {
            throw new IOException("Input/output error");
        }
        coveredPosition = position;
    }

    private long journalledPosition() {
        appending.lock();
        try {
            return journal == null ? 0 : journal.journalledPosition();
        } finally {
            appending.unlock();
        }
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
