package io.tocsin.gateway.restart;

import io.tocsin.alerts.log.LogEnd;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.JournalDamageException;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.JournalGap;
import io.tocsin.engine.journal.SnapshotStore;
import io.tocsin.engine.log.FaultText;
import io.tocsin.engine.log.LineLog;
import io.tocsin.engine.pipeline.Recovery;
import io.tocsin.engine.plan.codec.PlanCodec;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.schema.OnDamage;
import io.tocsin.gateway.datadir.DurableFile;
import io.tocsin.gateway.print.Times;
import io.tocsin.persistence.journal.JournalFiles;
import io.tocsin.persistence.journal.read.JournalBounds;
import io.tocsin.persistence.journal.read.JournalVerifier;
import io.tocsin.persistence.snapshot.SavepointFiles;
import io.tocsin.persistence.snapshot.SnapshotFile;
import io.tocsin.persistence.snapshot.SnapshotFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sets a damaged journal aside, so that an unattended gateway continues ({@code journal.onDamage: setAside}).
 *
 * <pre>
 *   setting-aside          1  the decision: every start from here on completes it
 *   damaged-TIME/journal   2  the journal, moved
 *   journal                3  an empty one, begun at a position that was never used
 *   snapshots              4  the state of the newest whole snapshot, at that position
 *   damaged-TIME/snapshots 5  all others, moved
 *   journal                6  its first record is the gap, forced: written by the start ({@link Restart#takeUpGap})
 *   setting-aside          7  deleted
 * </pre>
 *
 * Each step is idempotent. Between 1 and 5 the snapshots contradict the journal, so every other command refuses it. One
 * thread; the caller holds the lock of the data directory.
 */
public final class DamagedJournal {
    /**
     * A part of the journal begins at a multiple of this number. The end of the damaged part is uncertain, but half
     * this number of records, of at least a byte each, is more than any gateway writes after a snapshot.
     */
    public static final long PART = 1L << 40;

    private final GatewayConfig config;
    private final Path dataDir;
    private final Path journal;
    private final SnapshotFiles snapshots;
    private final Consumer<String> log;
    private final LongSupplier clockNs;
    private final Consumer<String> afterStep;

    /**
     * @param log takes one line for the operator
     * @param clockNs epoch nanoseconds
     * @param afterStep called after every durable step, for tests
     */
    public DamagedJournal(
            GatewayConfig config, Consumer<String> log, LongSupplier clockNs, Consumer<String> afterStep) {
        this.config = config;
        this.dataDir = config.dataDir();
        this.journal = config.journal().dir();
        this.snapshots = new SnapshotFiles(config.snapshotDir(), 1, log, clockNs);
        this.log = log;
        this.clockNs = clockNs;
        this.afterStep = afterStep;
    }

    /**
     * Opens the users of the journal; opens them again after a damaged journal was set aside.
     *
     * @param opening gets the gap that must be the first journalled record, and then calls {@link #journalled()}; null
     *     when there is no gap
     * @throws JournalDamageException when the configuration refuses damaged journals, or when the damage is older than
     *     the gap of an earlier damage
     */
    public <T> T around(Function<JournalGap, T> opening) {
        JournalGap begun = finish().orElse(null);
        try {
            return opening.apply(begun);
        } catch (JournalDamageException e) {
            if (begun != null || config.onDamage() == OnDamage.REFUSE) {
                throw e;
            }
            return opening.apply(setAside(e));
        }
    }

    /** The gap is in the journal, on the device. */
    public void journalled() {
        afterStep.accept("gap journalled");
        try {
            SetAsideNote.delete(dataDir);
        } catch (IOException e) {
            throw failed(e);
        }
        afterStep.accept("done");
    }

    /**
     * Sets the journal aside.
     *
     * @return the gap
     */
    private JournalGap setAside(JournalDamageException damage) {
        long base = snapshots.newest(Long.MAX_VALUE, (position, state) -> true);
        long from = base == SnapshotStore.NONE ? 0 : base;
        long reached = Math.max(from, reachedPosition());
        String aside = unusedName();
        JournalGap gap = new JournalGap(
                from,
                partBehind(Math.max(reached, savepointPosition())),
                reached,
                clockNs.getAsLong(),
                dataDir.resolve(aside).toString(),
                damage.getMessage());
        try {
            new SetAsideNote(gap, base, Files.isDirectory(journal), aside).write(dataDir);
        } catch (IOException e) {
            throw failed(e);
        }
        afterStep.accept("noted");
        LineLog.warn(
                log,
                damage.getMessage() + "; journal.onDamage is setAside: journal and snapshots are moved to "
                        + gap.directory()
                        + ", the gateway continues "
                        + (base == SnapshotStore.NONE
                                ? "with empty state, because no snapshot is whole"
                                : "from the snapshot at position " + base)
                        + "; readings from position " + from + " on are lost to its alarms");
        finish();
        return gap;
    }

    /**
     * Completes an interrupted setting aside, if there is one.
     *
     * @return the gap, when it is not in the journal yet
     */
    private Optional<JournalGap> finish() {
        Optional<SetAsideNote> note = SetAsideNote.read(dataDir);
        if (note.isEmpty()) {
            return Optional.empty();
        }
        try {
            return finish(note.get());
        } catch (IOException | UncheckedIOException e) {
            throw failed(e);
        }
    }

    private Optional<JournalGap> finish(SetAsideNote note) throws IOException {
        Path aside = dataDir.resolve(note.aside());
        Path movedJournal = aside.resolve(journal.getFileName());
        if (note.hasJournal() && !Files.exists(movedJournal)) {
            DurableFile.createDirectory(aside);
            afterStep.accept("directory made");
            DurableFile.move(journal, movedJournal);
            afterStep.accept("journal moved");
        }
        JournalBounds bounds = JournalBounds.of(journal);
        if (!bounds.isEmpty()) {
            SetAsideNote.delete(dataDir); // the gap is its first record
            return Optional.empty();
        }
        long position = note.gap().toPosition();
        if (bounds.beginPosition() != position) {
            JournalFiles.beginAt(journal, position, note.gap().atNs());
            afterStep.accept("journal begun");
        }
        DurableFile.createDirectory(config.snapshotDir());
        Path snapshot = snapshots.file(position);
        if (!Files.exists(snapshot)) {
            SnapshotFile.write(
                    snapshot, new SnapshotFile.Head(position, note.gap().atNs()), out -> writeState(note, out));
            afterStep.accept("snapshot written");
        }
        moveOtherSnapshots(snapshot, aside);
        return Optional.of(note.gap());
    }

    /** The state of the snapshot, or the empty state. */
    private void writeState(SetAsideNote note, OutputStream out) {
        if (note.basePosition() == SnapshotStore.NONE) {
            JournalFold shard = new JournalFold(ResultHandler.NOTHING, config.functions());
            Recovery nothing = Recovery.into(shard);
            byte[] plan = PlanCodec.encode(config.plan());
            nothing.onControl(0, ControlKind.PLAN.code(), new UnsafeBuffer(plan), 0, plan.length);
            nothing.writeTo(new StateOutput(out));
            return;
        }
        snapshots.restore(note.basePosition(), state -> {
            try {
                state.transferTo(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void moveOtherSnapshots(Path snapshot, Path aside) throws IOException {
        List<Path> others;
        try (Stream<Path> files = Files.list(config.snapshotDir())) {
            others = files.filter(file -> !file.equals(snapshot)).sorted().toList();
        }
        if (others.isEmpty()) {
            return;
        }
        DurableFile.createDirectory(aside);
        Path target = aside.resolve(config.snapshotDir().getFileName());
        DurableFile.createDirectory(target);
        for (Path other : others) {
            DurableFile.move(other, target.resolve(other.getFileName()));
            afterStep.accept("snapshot moved");
        }
    }

    /** The first possible position after the last trace of a record. */
    private long reachedPosition() {
        long reached = Math.max(JournalVerifier.reachedPosition(journal), LogEnd.lastPosition(config.alarmDir()) + 1);
        for (long position : snapshots.positions()) {
            if (SnapshotFile.soundHead(snapshots.file(position)).isPresent()) {
                reached = Math.max(reached, position);
            }
        }
        return reached;
    }

    /** Savepoints count too, even those of other gateways, so that a position used elsewhere is not reused. */
    private long savepointPosition() {
        SavepointFiles files = new SavepointFiles(config.savepointDir());
        long position = 0;
        for (String name : files.names()) {
            Optional<SnapshotFile.Head> head = SnapshotFile.soundHead(files.file(name));
            position = Math.max(position, head.map(SnapshotFile.Head::position).orElse(0L));
        }
        return position;
    }

    private static long partBehind(long position) {
        return (position + PART / 2 + PART - 1) / PART * PART;
    }

    private String unusedName() {
        String name = "damaged-" + Times.seconds(clockNs.getAsLong()).replace(':', '-');
        String unused = name;
        for (int i = 2; Files.exists(dataDir.resolve(unused)); i++) {
            unused = name + "-" + i;
        }
        return unused;
    }

    private JournalException failed(Exception e) {
        return new JournalException(
                "cannot set the damaged journal aside: " + FaultText.of(e) + ", dir=" + dataDir
                        + "; the next start continues this work",
                e);
    }
}
