package io.tocsin.engine.scope;

import static io.tocsin.engine.scope.SensorLayout.BEHIND;
import static io.tocsin.engine.scope.SensorLayout.CLOCK_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.RUN_OFFSET;

import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * Runs of readings that are all older than their sensor's time, as after the restart of a device whose clock counts
 * from its start. A run ends with the first reading that is not older. A run begins again when the event time elapsed
 * since its first reading differs from the elapsed receive time by more than a tenth: buffered old readings are sent
 * faster than they were measured.
 *
 * <pre>
 *   first event time 8 | its receive time 8 | readings 8
 * </pre>
 *
 * <p>Engine thread. Allocates on a sensor's first run.
 */
public final class BehindRuns {
    /** Least number of readings that prove a restarted clock. */
    static final int LEAST_READINGS = 3;

    private static final int TOLERANCE_DIVISOR = 10;
    private static final int EVENT_OFFSET = 0;
    private static final int RECEIVE_OFFSET = 8;
    private static final int COUNT_OFFSET = 16;
    private static final int LENGTH = 24;

    private final StateArena runs = new StateArena(LENGTH);

    /**
     * Adds a reading that is older than its sensor's time.
     *
     * @param record address of the sensor's state record
     * @param elapsedNs when the reading was received
     * @param resetAfterNs how long a run must last before it counts as a restarted clock instead of a delay
     * @return the number of readings of the run, this one included; negative when the run has lasted long enough to
     *     prove that the clock has gone back
     */
    public long take(long record, long eventTimeNs, long elapsedNs, long resetAfterNs) {
        long run = runs.address(placeOf(record));
        boolean isRun = (UnsafeApi.getInt(record + CLOCK_OFFSET) & BEHIND) != 0;
        long passedNs = elapsedNs - UnsafeApi.getLong(run + RECEIVE_OFFSET);
        if (!isRun || !isAlike(eventTimeNs, UnsafeApi.getLong(run + EVENT_OFFSET), passedNs, resetAfterNs)) {
            UnsafeApi.putInt(record + CLOCK_OFFSET, UnsafeApi.getInt(record + CLOCK_OFFSET) | BEHIND);
            UnsafeApi.putLong(run + EVENT_OFFSET, eventTimeNs);
            UnsafeApi.putLong(run + RECEIVE_OFFSET, elapsedNs);
            UnsafeApi.putLong(run + COUNT_OFFSET, 1);
            return 1;
        }
        long count = UnsafeApi.getLong(run + COUNT_OFFSET) + 1;
        UnsafeApi.putLong(run + COUNT_OFFSET, count);
        return count >= LEAST_READINGS && passedNs >= resetAfterNs ? -count : count;
    }

    /** Ends the run of a sensor, if any, at a reading that is not older. */
    public static void end(long record) {
        UnsafeApi.putInt(record + CLOCK_OFFSET, UnsafeApi.getInt(record + CLOCK_OFFSET) & ~BEHIND);
    }

    private static boolean isAlike(long eventTimeNs, long firstEventNs, long passedNs, long resetAfterNs) {
        long advancedNs = eventTimeNs - firstEventNs;
        boolean isWrapped = ((eventTimeNs ^ firstEventNs) & (eventTimeNs ^ advancedNs)) < 0;
        long differenceNs = advancedNs - passedNs;
        boolean isDifferenceWrapped = ((advancedNs ^ passedNs) & (advancedNs ^ differenceNs)) < 0;
        // The clock of a device in whole seconds deviates from one reading to the next, but not over a minute.
        long toleranceNs = Math.max(passedNs, resetAfterNs) / TOLERANCE_DIVISOR;
        return !isWrapped && !isDifferenceWrapped && Math.abs(differenceNs) <= toleranceNs;
    }

    private int placeOf(long record) {
        int place = UnsafeApi.getInt(record + RUN_OFFSET) - 1;
        if (place < 0) {
            place = runs.addSlot();
            UnsafeApi.putInt(record + RUN_OFFSET, place + 1);
        }
        return place;
    }

    /** Whether no sensor has ever had a run. */
    public boolean isEmpty() {
        return runs.slotCount() == 0;
    }

    public long stateBytes() {
        return runs.byteCount();
    }

    public void digest(MessageDigest digest) {
        runs.digest(digest, LENGTH);
    }

    public void writeTo(StateOutput out) {
        runs.writeTo(out);
    }

    public void readFrom(StateInput in) {
        runs.readFrom(in);
    }
}
