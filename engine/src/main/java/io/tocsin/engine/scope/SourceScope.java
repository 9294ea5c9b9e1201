package io.tocsin.engine.scope;

import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.time.DueQueue;
import java.util.Arrays;

/**
 * Sensors and groups fed by exactly these sources; with {@code time.scope: source} they share one time. Nearly always
 * there is one source. A group or a join with members of several sources has the time of the slowest.
 */
public final class SourceScope {
    private final int[] sources;
    private final DueQueue queue;
    /** Scopes of subsets of the sources; this scope's time never passes theirs. */
    private SourceScope[] parts = new SourceScope[0];

    private long reachedNs = Long.MIN_VALUE;

    /**
     * @param sources indexes, ascending
     */
    public SourceScope(int[] sources, DueQueue.Places places) {
        this.sources = sources;
        this.queue = new DueQueue(places);
    }

    /** Indexes of the sources, ascending; not to be changed. */
    public int[] sources() {
        return sources;
    }

    public boolean isOf(int source) {
        return Arrays.binarySearch(sources, source) >= 0;
    }

    public boolean isOf(int[] someSources) {
        return Arrays.equals(sources, someSources);
    }

    public boolean isSingle() {
        return sources.length == 1;
    }

    /** The sensors and groups of this scope with timers, by the sources' time that makes them due. */
    public DueQueue queue() {
        return queue;
    }

    public SourceScope[] parts() {
        return parts;
    }

    public void parts(SourceScope[] itsParts) {
        parts = itsParts;
    }

    public boolean isPartOf(SourceScope other) {
        if (other == this) {
            return false;
        }
        for (int source : sources) {
            if (!other.isOf(source)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The time that the scope has reached: all timers before it have fired. {@link Long#MIN_VALUE} before the first
     * reading.
     */
    public long reachedNs() {
        return reachedNs;
    }

    public void reach(long timeNs) {
        reachedNs = Math.max(reachedNs, timeNs);
    }

    /** Moves the reached time by a step of the clock of all its sources. */
    public void moveClock(long byNs) {
        if (reachedNs != Long.MIN_VALUE) {
            reachedNs += byNs;
        }
    }

    /** Orders scopes with few sources first, then by the sources' indexes. */
    public int compare(SourceScope other) {
        return sources.length == other.sources.length
                ? Arrays.compare(sources, other.sources)
                : Integer.compare(sources.length, other.sources.length);
    }

    /** Writes the scope without its queue. */
    public void writeTo(StateOutput out) {
        out.putInt(sources.length);
        for (int source : sources) {
            out.putInt(source);
        }
        out.putLong(reachedNs);
    }

    public static SourceScope read(StateInput in, DueQueue.Places places) {
        int[] sources = new int[in.getInt()];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = in.getInt();
        }
        SourceScope scope = new SourceScope(sources, places);
        scope.reachedNs = in.getLong();
        return scope;
    }
}
