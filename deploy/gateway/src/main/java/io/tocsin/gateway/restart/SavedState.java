package io.tocsin.gateway.restart;

import io.tocsin.engine.admission.Dictionaries;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.function.Functions;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.pipeline.Recovery;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.state.StateInput;
import io.tocsin.persistence.snapshot.SnapshotFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Content of a snapshot or savepoint.
 *
 * @param head position and time
 * @param plan the rules of the state
 * @param sensorCount number of known sensors
 * @param processedCount number of processed readings
 * @param eventCount number of alarm events and rows so far
 * @param digest of state, events and rows, equal to that of {@code tocsin replay --digest} at this position under the
 *     same rules
 */
public record SavedState(
        SnapshotFile.Head head, Plan plan, int sensorCount, long processedCount, long eventCount, String digest) {
    /**
     * Reads the state of a plan without users' functions.
     *
     * @throws JournalException when it is damaged or of a newer version
     */
    public static SavedState read(Path file) {
        return read(file, Functions.NONE);
    }

    /**
     * Reads the plan only, of a file that may be damaged.
     *
     * @return empty when the plan cannot be read
     */
    static Optional<Plan> plan(Path file) {
        Plan[] plan = new Plan[1];
        try {
            SnapshotFile.read(file, in -> plan[0] = Recovery.readPlan(new StateInput(in)));
        } catch (JournalException e) {
            return Optional.empty();
        }
        return Optional.of(plan[0]);
    }

    /**
     * Reads all of it.
     *
     * @param functions that its plan may name
     * @throws JournalException when it is damaged or of a newer version
     */
    public static SavedState read(Path file, Functions functions) {
        String fault = SnapshotFile.fault(file);
        if (fault != null) {
            throw new JournalException("the state is damaged, file=" + file + ": " + fault);
        }
        JournalFold shard = new JournalFold(ResultHandler.NOTHING, functions);
        Recovery recovery = Recovery.into(shard, Dictionaries.ofJournal());
        SnapshotFile.read(file, in -> recovery.readFrom(new StateInput(in)));
        return new SavedState(
                SnapshotFile.head(file),
                shard.plan(),
                shard.sensorCount() - (int) shard.view().evictedCount(),
                shard.view().processedCount(),
                shard.eventCount(),
                shard.digest());
    }
}
