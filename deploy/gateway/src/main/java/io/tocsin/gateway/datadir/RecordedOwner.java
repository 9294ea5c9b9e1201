package io.tocsin.gateway.datadir;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.engine.pipeline.Recovery;
import io.tocsin.engine.plan.codec.PlanCodec;
import io.tocsin.engine.state.StateInput;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import io.tocsin.persistence.snapshot.SnapshotFile;
import io.tocsin.persistence.snapshot.SnapshotFiles;
import java.nio.file.Path;
import java.util.Optional;
import org.agrona.DirectBuffer;

/**
 * Finds the gateway whose rules are the newest in snapshots and journal. It ignores damage, which the start reports.
 */
final class RecordedOwner implements RecordHandler {
    /** The most sensors of a journal; the reader's memory grows with the ids that it reads */
    private static final int MAX_SENSORS = 1 << 24;

    private String name;

    private RecordedOwner() {}

    static Optional<String> of(Path dataDir) {
        RecordedOwner owner = new RecordedOwner();
        long position = owner.readSnapshot(DataDirectory.snapshots(dataDir));
        owner.readJournal(DataDirectory.journal(dataDir), position);
        return Optional.ofNullable(owner.name);
    }

    /** Returns the position of the newest snapshot that can be read, or 0. */
    private long readSnapshot(Path dir) {
        SnapshotFiles files = new SnapshotFiles(dir, 1, line -> {}, () -> 0);
        long[] positions = files.positions();
        for (int i = positions.length - 1; i >= 0; i--) {
            if (readPlan(files.file(positions[i]))) {
                return positions[i];
            }
        }
        return 0;
    }

    /**
     * Returns false when the snapshot is damaged, deleted or of a newer version; the caller then tries the previous
     * one.
     */
    private boolean readPlan(Path snapshot) {
        try {
            SnapshotFile.read(
                    snapshot, in -> name = Recovery.readPlan(new StateInput(in)).gateway());
            return true;
        } catch (JournalException | IllegalArgumentException e) {
            return false;
        }
    }

    private void readJournal(Path dir, long fromPosition) {
        try (ChronicleJournalReader reader = ChronicleJournalReader.open(dir, MAX_SENSORS, tornTail -> {})) {
            reader.read(Math.max(fromPosition, reader.firstPosition()), reader.endPosition(), this);
        } catch (JournalException | IllegalArgumentException e) {
            // damaged or of a newer version: the records read so far count
        }
    }

    @Override
    public void onReading(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {}

    @Override
    public void onTick(long position, long clockNs) {}

    @Override
    public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
        if (kind == ControlKind.PLAN.code()) {
            name = PlanCodec.decode(buffer, offset).gateway();
        }
    }
}
