package io.tocsin.gateway.restart;

import io.tocsin.alerts.log.LogEnd;
import io.tocsin.gateway.datadir.DataDirectory;
import io.tocsin.persistence.journal.format.JournalFault;
import io.tocsin.persistence.journal.read.JournalBounds;
import io.tocsin.persistence.snapshot.SavepointFiles;
import io.tocsin.persistence.snapshot.SnapshotFile;
import io.tocsin.persistence.snapshot.SnapshotFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Evidence about a journal in the other files of its data directory: snapshots, savepoints and alarm log. Each was
 * written when the journal reached its position, and a snapshot prevents the deletion of later records. So a journal
 * that ends before their positions, or begins after them, has lost records.
 *
 * <p>The evidence is read before the journal, so that a running gateway causes no false alarm.
 */
public final class JournalWitnesses {
    private record Witness(String what, Path file, long position, long createdNs) {}

    private final List<Witness> snapshots;
    private final List<Witness> savepoints;
    private final long lastAlarmPosition;

    private JournalWitnesses(List<Witness> snapshots, List<Witness> savepoints, long lastAlarmPosition) {
        this.snapshots = snapshots;
        this.savepoints = savepoints;
        this.lastAlarmPosition = lastAlarmPosition;
    }

    /**
     * Reads the heads of snapshots and savepoints and the end of the alarm log.
     *
     * @param dataDir the data directory
     * @param gateway gateway whose savepoints count, because savepoints of other gateways were copied here; null: all
     *     count
     * @throws io.tocsin.engine.journal.JournalException when a newer version of the program wrote one
     */
    public static JournalWitnesses hear(Path dataDir, String gateway) {
        return new JournalWitnesses(
                snapshots(DataDirectory.snapshots(dataDir)),
                savepoints(DataDirectory.savepoints(dataDir), gateway),
                LogEnd.lastPosition(DataDirectory.alarms(dataDir)));
    }

    /**
     * Compares.
     *
     * @return place of the missing records and the file that proves them; empty when all files agree
     */
    public Optional<JournalFault> contradiction(JournalBounds journal) {
        for (Witness snapshot : snapshots) {
            if (snapshot.position() > journal.endPosition()) {
                return Optional.of(tooShort(journal, snapshot));
            }
            if (snapshot.position() < journal.firstPosition() && Files.exists(snapshot.file())) {
                return Optional.of(at(
                        journal.begin(),
                        "the journal begins at position " + journal.firstPosition() + ", but " + snapshot.what() + " "
                                + snapshot.file() + " needs the records from position " + snapshot.position() + " on"));
            }
        }
        for (Witness savepoint : savepoints) {
            boolean isOfThisJournal =
                    journal.beginSinceNs() == JournalBounds.UNKNOWN || savepoint.createdNs() > journal.beginSinceNs();
            if (isOfThisJournal && savepoint.position() > journal.endPosition()) {
                return Optional.of(tooShort(journal, savepoint));
            }
        }
        boolean isEndCertain =
                journal.closedInOrder() || (!journal.hasSegments() && journal.beginPosition() == JournalBounds.UNKNOWN);
        if (isEndCertain && lastAlarmPosition >= journal.endPosition()) {
            return Optional.of(at(
                    journal.end(),
                    "the journal ends at position " + journal.endPosition()
                            + ", but the alarm log has an event of position " + lastAlarmPosition));
        }
        return Optional.empty();
    }

    private static JournalFault tooShort(JournalBounds journal, Witness witness) {
        return at(
                journal.end(),
                "the journal ends at position " + journal.endPosition() + ", but " + witness.what() + " "
                        + witness.file() + " was taken at position " + witness.position());
    }

    private static JournalFault at(JournalFault place, String reason) {
        return new JournalFault(place.file(), place.offset(), reason);
    }

    private static List<Witness> snapshots(Path dir) {
        SnapshotFiles files = new SnapshotFiles(dir, 1, line -> {}, () -> 0);
        List<Witness> witnesses = new ArrayList<>();
        for (long position : files.positions()) {
            Path file = files.file(position);
            Optional<SnapshotFile.Head> head = SnapshotFile.soundHead(file);
            if (head.isPresent() && head.get().position() == position) {
                witnesses.add(new Witness("snapshot", file, position, head.get().createdNs()));
            }
        }
        return witnesses;
    }

    private static List<Witness> savepoints(Path dir, String gateway) {
        SavepointFiles files = new SavepointFiles(dir);
        List<Witness> witnesses = new ArrayList<>();
        for (String name : files.names()) {
            Path file = files.file(name);
            Optional<SnapshotFile.Head> head = SnapshotFile.soundHead(file);
            boolean isOfGateway = head.isPresent() && (gateway == null || isOf(gateway, file));
            if (isOfGateway) {
                witnesses.add(new Witness(
                        "savepoint", file, head.get().position(), head.get().createdNs()));
            }
        }
        return witnesses;
    }

    private static boolean isOf(String gateway, Path file) {
        return SavedState.plan(file).map(plan -> plan.gateway().equals(gateway)).orElse(false);
    }
}
