package io.tocsin.engine.operator;

import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.util.Arrays;

/**
 * The steps of the gateway's wall clock recorded in a journal: their number, their sum, and the journal positions of
 * the last {@value #KEPT}. They convert the time at which a record was stamped into elapsed time. Immutable.
 */
public final class ClockSteps {
    /** The steps of a journal without any. */
    public static final ClockSteps NONE = new ClockSteps(0, 0, new long[0], new long[0]);

    private static final int KEPT = 1_024;

    private final long count;
    private final long sumNs;
    /** Journal positions of the last steps, ascending. */
    private final long[] positions;

    private final long[] stepsNs;

    private ClockSteps(long count, long sumNs, long[] positions, long[] stepsNs) {
        this.count = count;
        this.sumNs = sumNs;
        this.positions = positions;
        this.stepsNs = stepsNs;
    }

    /** Number of steps. */
    public long count() {
        return count;
    }

    /** Sum of all steps, ns: the wall clock less elapsed time. */
    public long sumNs() {
        return sumNs;
    }

    /**
     * Sum of the steps before a record, ns. For a record older than the retained steps: the sum before the oldest of
     * these.
     */
    public long sumBeforeNs(long position) {
        long before = sumNs;
        for (int i = positions.length - 1; i >= 0 && positions[i] >= position; i--) {
            before -= stepsNs[i];
        }
        return before;
    }

    /** These steps and one more. */
    ClockSteps plus(long position, long byNs) {
        int from = positions.length < KEPT ? 0 : 1;
        long[] morePositions = Arrays.copyOfRange(positions, from, positions.length + 1);
        long[] moreSteps = Arrays.copyOfRange(stepsNs, from, stepsNs.length + 1);
        morePositions[morePositions.length - 1] = position;
        moreSteps[moreSteps.length - 1] = byNs;
        return new ClockSteps(count + 1, sumNs + byNs, morePositions, moreSteps);
    }

    public void writeTo(StateOutput out) {
        out.putLong(count);
        out.putLong(sumNs);
        out.putInt(positions.length);
        for (int i = 0; i < positions.length; i++) {
            out.putLong(positions[i]);
            out.putLong(stepsNs[i]);
        }
    }

    public static ClockSteps read(StateInput in) {
        long count = in.getLong();
        long sumNs = in.getLong();
        int kept = in.getInt();
        if (kept < 0 || kept > KEPT) {
            throw new IllegalStateException("impossible number of clock steps=" + kept);
        }
        long[] positions = new long[kept];
        long[] stepsNs = new long[kept];
        for (int i = 0; i < kept; i++) {
            positions[i] = in.getLong();
            stepsNs[i] = in.getLong();
        }
        return new ClockSteps(count, sumNs, positions, stepsNs);
    }
}
