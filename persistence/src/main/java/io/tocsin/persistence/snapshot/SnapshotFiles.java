package io.tocsin.persistence.snapshot;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.SnapshotStore;
import io.tocsin.engine.log.FaultText;
import io.tocsin.engine.log.LineLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Snapshots as files of one directory, named by their position. After a write all but the newest {@code keep} are
 * deleted. The start is refused when a newer version of the program wrote a snapshot; that file stays unchanged.
 */
public final class SnapshotFiles implements SnapshotStore {
    private static final Pattern NAME = Pattern.compile("snapshot-(\\d{19})\\.tocsnap");

    private final Path dir;
    private final int keep;
    private final Consumer<String> log;
    private final LongSupplier clockNs;

    /**
     * @param dir created when missing
     * @param keep number of snapshots to keep, at least 1
     * @param log takes one line for the operator
     * @param clockNs epoch nanoseconds, for the head only
     */
    public SnapshotFiles(Path dir, int keep, Consumer<String> log, LongSupplier clockNs) {
        if (keep < 1) {
            throw new IllegalArgumentException("at least one snapshot must be kept, keep=" + keep);
        }
        this.dir = dir;
        this.keep = keep;
        this.log = log;
        this.clockNs = clockNs;
    }

    @Override
    public void write(long position, Consumer<OutputStream> body) {
        SnapshotFile.write(file(position), new SnapshotFile.Head(position, clockNs.getAsLong()), body);
        prune();
    }

    @Override
    public long newest(long maxPosition, Choice choice) {
        long[] positions = positions();
        for (int i = positions.length - 1; i >= 0; i--) {
            long position = positions[i];
            if (position <= maxPosition && isWhole(file(position), position)) {
                boolean[] taken = new boolean[1];
                SnapshotFile.read(file(position), state -> taken[0] = choice.takes(position, state));
                if (taken[0]) {
                    return position;
                }
            }
        }
        return NONE;
    }

    @Override
    public void restore(long position, Consumer<InputStream> body) {
        SnapshotFile.read(file(position), body);
    }

    @Override
    public long[] positions() {
        if (!Files.isDirectory(dir)) {
            return new long[0];
        }
        try (Stream<Path> files = Files.list(dir)) {
            return files.flatMapToLong(SnapshotFiles::positionOf).sorted().toArray();
        } catch (IOException e) {
            throw new JournalException("cannot list the snapshots, dir=" + dir + ": " + FaultText.of(e), e);
        }
    }

    /** The file of a position, which need not exist. */
    public Path file(long position) {
        return dir.resolve(String.format(Locale.ROOT, "snapshot-%019d.tocsnap", position));
    }

    private boolean isWhole(Path file, long position) {
        String fault = SnapshotFile.fault(file);
        if (fault == null && SnapshotFile.head(file).position() != position) {
            fault = "its position is not the one in its name";
        }
        if (fault != null) {
            LineLog.warn(log, "snapshot skipped, file=" + file + ": " + fault);
        }
        return fault == null;
    }

    private void prune() {
        long[] positions = positions();
        try {
            for (int i = 0; i < positions.length - keep; i++) {
                Files.deleteIfExists(file(positions[i]));
            }
            try (Stream<Path> files = Files.list(dir)) {
                List<Path> leftOvers = files.filter(
                                file -> file.getFileName().toString().endsWith(SnapshotFile.UNFINISHED))
                        .toList();
                for (Path leftOver : leftOvers) {
                    Files.deleteIfExists(leftOver);
                }
            }
        } catch (IOException e) {
            throw new JournalException("cannot delete old snapshots, dir=" + dir + ": " + FaultText.of(e), e);
        }
    }

    private static LongStream positionOf(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? LongStream.of(Long.parseLong(name.group(1))) : LongStream.empty();
    }
}
