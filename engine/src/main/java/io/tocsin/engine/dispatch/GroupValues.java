package io.tocsin.engine.dispatch;

import static io.tocsin.engine.scope.SensorLayout.MAX_EVENT_OFFSET;

import io.tocsin.engine.operator.CurrentEdition;
import io.tocsin.engine.operator.ValueFlags;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The number of members of each group that have a value: their newest reading is not BAD and their source has not
 * ended. A BAD reading of one member says nothing about the others; a BAD reading of the last member with a value means
 * that the group has no value any more.
 *
 * <p>A member's dispatch entry says whether the member has a value, and belongs to the member's thread. The count
 * belongs to the group's thread. With several shards these may be two threads, each the only writer of its part; the
 * forwarded reading carries the change from one to the other.
 *
 * <p>Nothing is counted before the second edition. Allocates when there are more groups than before.
 */
public final class GroupValues {
    /** Value of {@link #timeNs} for a sensor that has never had a value, so that none can go. */
    public static final long NEVER = Long.MIN_VALUE;

    private final DerivedSensors derived;
    private final Dispatch dispatch;
    private final CurrentEdition edition;
    /** Counts by index of the group among the derived sensors. */
    private int[] counts = new int[16];

    public GroupValues(DerivedSensors derived, Dispatch dispatch, CurrentEdition edition) {
        this.derived = derived;
        this.dispatch = dispatch;
        this.edition = edition;
    }

    /** Computes all counts from the entries, after sensors were linked or the state was read. */
    public void recount() {
        counts = new int[Math.max(counts.length, derived.count())];
        for (int entry = 0; entry < dispatch.entryCount(); entry++) {
            if (dispatch.hasValue(entry)) {
                counts[dispatch.slot(entry)]++;
            }
        }
    }

    /** Makes room for a number of derived sensors. */
    public void open(int derivedCount) {
        if (derivedCount > counts.length) {
            counts = Arrays.copyOf(counts, Math.max(derivedCount, counts.length * 2));
        }
    }

    /**
     * Updates a member's value when its reading is forwarded to a group.
     *
     * @param entry that forwards the reading
     * @return the flags to forward with the reading
     */
    public int leave(int entry, int quality, int flags) {
        if (!edition.isSecond() || !dispatch.isMember(entry)) {
            return flags;
        }
        boolean hasValue = !ValueFlags.isBad(quality);
        if (hasValue == dispatch.hasValue(entry)) {
            return flags | ValueFlags.MEMBER;
        }
        dispatch.putValue(entry, hasValue);
        return flags | ValueFlags.MEMBER | (hasValue ? ValueFlags.CAME : ValueFlags.WENT);
    }

    /**
     * Updates the count of a group when a member's reading arrives.
     *
     * @return the flags that operators see
     */
    public int arrive(int index, int quality, int flags) {
        int seen = ValueFlags.arrived(flags);
        if ((flags & ValueFlags.MEMBER) == 0) {
            return seen;
        }
        if ((flags & ValueFlags.CAME) != 0) {
            counts[index]++;
        } else if ((flags & ValueFlags.WENT) != 0) {
            counts[index]--;
        }
        if (!ValueFlags.isBad(quality)) {
            return seen;
        }
        return counts[index] == 0 ? seen | ValueFlags.GONE : seen & ~(ValueFlags.GONE | ValueFlags.LIMIT);
    }

    /**
     * Time at which a reading of a derived sensor counts.
     *
     * @return {@link #NEVER} when the reading does not count
     */
    public long timeNs(int index, long eventTimeNs, int flags) {
        if ((flags & ValueFlags.AT_NEWEST) == 0) {
            return eventTimeNs;
        }
        long newestNs = derived.scopes().getLong(index, MAX_EVENT_OFFSET);
        return newestNs == Long.MIN_VALUE ? NEVER : Math.max(newestNs, eventTimeNs);
    }

    /**
     * Removes the value of a member whose source has ended.
     *
     * @param entry that forwards the member's readings
     * @return whether the group has lost its last value
     */
    public boolean end(int entry) {
        if (!dispatch.hasValue(entry)) {
            return false;
        }
        dispatch.putValue(entry, false);
        return --counts[dispatch.slot(entry)] == 0;
    }

    public void digest(MessageDigest digest) {
        if (edition.isSecond()) {
            int[] known = Arrays.copyOf(counts, derived.count());
            ByteBuffer bytes = ByteBuffer.allocate(known.length * Integer.BYTES);
            bytes.asIntBuffer().put(known);
            digest.update(bytes);
        }
    }
}
