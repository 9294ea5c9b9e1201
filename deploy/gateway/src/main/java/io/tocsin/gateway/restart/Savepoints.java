package io.tocsin.gateway.restart;

import io.tocsin.engine.admission.Dictionaries;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.log.FaultText;
import io.tocsin.engine.plan.Plan;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.datadir.DataOwner;
import io.tocsin.gateway.print.Times;
import io.tocsin.persistence.journal.JournalFiles;
import io.tocsin.persistence.journal.disk.DataDirectoryLock;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import io.tocsin.persistence.snapshot.SavepointFiles;
import io.tocsin.persistence.snapshot.SnapshotFile;
import io.tocsin.persistence.snapshot.SnapshotFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Savepoints of one gateway: made from its newest snapshot and the later journal, also while it runs, because neither
 * its memory nor its threads are involved; restored into a data directory that has no journal. One thread.
 */
public final class Savepoints {
    /** Retention of a running gateway may delete a file after its look-up */
    private static final int MAX_ATTEMPTS = 3;

    private final GatewayConfig config;
    private final Consumer<String> log;
    private final LongSupplier clockNs;
    private final SnapshotFiles snapshots;

    /**
     * @param log takes one line for the operator
     * @param clockNs epoch nanoseconds, for names and heads
     */
    public Savepoints(GatewayConfig config, Consumer<String> log, LongSupplier clockNs) {
        this.config = config;
        this.log = log;
        this.clockNs = clockNs;
        this.snapshots =
                new SnapshotFiles(config.snapshotDir(), config.snapshots().keep(), log, clockNs);
    }

    /** The existing savepoints. */
    public SavepointFiles files() {
        return new SavepointFiles(config.savepointDir());
    }

    /** A name from the current time. */
    public String defaultName() {
        return Times.seconds(clockNs.getAsLong()).replace(':', '-');
    }

    /**
     * Writes a savepoint.
     *
     * @param name an unused name
     * @param maxPosition position of the state; if the journal ends before, the journal's end
     * @return the position of the state
     * @throws JournalException when there is no state, or it cannot be read or written
     */
    public long create(String name, long maxPosition) {
        Follower follower = fold(maxPosition);
        JournalFiles.force(config.journal().dir());
        SnapshotFile.Head head = new SnapshotFile.Head(follower.position(), clockNs.getAsLong());
        files().write(name, head, follower::writeTo);
        return follower.position();
    }

    /**
     * Makes a savepoint the state of the gateway's next start. The savepoint is read completely before any change, and
     * no file is deleted.
     *
     * @param setAside whether to move the old journal, snapshots and alarm log into a directory beside them; if false,
     *     there must be none
     * @throws JournalException when the savepoint cannot be read, the gateway runs, or there is a journal or the state
     *     of another gateway
     */
    public void restore(Path file, boolean setAside) {
        DataDirectoryLock lock = DataDirectoryLock.acquire(config.dataDir());
        try {
            if (!setAside) {
                DataOwner.require(config.dataDir(), config.name());
            }
            SavedState saved = SavedState.read(file, config.functions());
            requireNothingBegun();
            makeRoom(setAside);
            DataOwner.claim(config.dataDir(), config.name(), log);
            SnapshotFile.copy(file, snapshots.file(saved.head().position()));
            JournalFiles.beginAt(config.journal().dir(), saved.head().position(), restoredNs());
            log.accept("restored: the gateway continues at position "
                    + saved.head().position() + " with " + saved.sensorCount() + " sensors");
            Plan plan = saved.plan();
            if (!plan.gateway().equals(config.name())) {
                log.accept("note: this is the state of gateway " + plan.gateway() + "; the configuration's gateway is"
                        + " " + config.name());
            }
            PlanChange.lines(plan, config.plan()).forEach(log);
        } finally {
            lock.close();
        }
    }

    private void requireNothingBegun() {
        if (SetAsideNote.read(config.dataDir()).isPresent()) {
            throw new JournalException(
                    "setting a damaged journal aside is unfinished: start the gateway once to finish it, dir="
                            + config.dataDir());
        }
    }

    /**
     * Not before the creation of any savepoint, whatever the clocks were: savepoints with later positions belong to the
     * old journal
     */
    private long restoredNs() {
        long restoredNs = clockNs.getAsLong();
        for (String name : files().names()) {
            restoredNs = Math.max(
                    restoredNs,
                    SnapshotFile.soundHead(files().file(name))
                            .map(SnapshotFile.Head::createdNs)
                            .orElse(restoredNs));
        }
        return restoredNs;
    }

    private Follower fold(long maxPosition) {
        for (int attempt = 1; ; attempt++) {
            try {
                long end = Math.min(journalEnd(), maxPosition);
                Follower follower = new Follower(config.journal().dir(), config.functions(), snapshots, end);
                if (follower.position() < end) {
                    follower.advanceTo(end);
                }
                if (follower.position() == 0) {
                    throw new JournalException("the gateway has no state to save yet, dir=" + config.dataDir());
                }
                return follower;
            } catch (JournalException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** The journal's end; for an empty journal after a restore the snapshot's position. */
    private long journalEnd() {
        try (ChronicleJournalReader reader =
                ChronicleJournalReader.open(config.journal().dir(), Dictionaries.MAX_SENSORS, tornTail -> {})) {
            if (reader.firstPosition() < reader.endPosition()) {
                return reader.endPosition();
            }
        }
        long[] positions = snapshots.positions();
        return positions.length == 0 ? 0 : positions[positions.length - 1];
    }

    /**
     * Moves snapshots first and the journal last: after an interruption a start finds an earlier state, or refuses.
     */
    private void makeRoom(boolean setAside) {
        List<Path> present = new ArrayList<>();
        for (Path dir : List.of(
                config.snapshotDir(), config.alarmDir(), config.journal().dir())) {
            if (Files.exists(dir)) {
                present.add(dir);
            }
        }
        if (present.isEmpty()) {
            return;
        }
        if (!setAside) {
            throw new JournalException(
                    "the data directory already has the state of a gateway; use --set-aside, which moves this state"
                            + " and deletes nothing, dir=" + config.dataDir());
        }
        Path aside = config.dataDir().resolve("set-aside-" + defaultName());
        try {
            Files.createDirectory(aside);
            for (Path dir : present) {
                Files.move(dir, aside.resolve(dir.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new JournalException("cannot move the old state, dir=" + aside + ": " + FaultText.of(e), e);
        }
        log.accept("set aside: " + aside);
    }
}
