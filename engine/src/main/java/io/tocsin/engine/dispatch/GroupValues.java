package io.tocsin.engine.dispatch;

import static io.tocsin.engine.scope.SensorLayout.MAX_EVENT_OFFSET;

import io.tocsin.engine.operator.CurrentEdition;
import io.tocsin.engine.operator.ValueFlags;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * How many members of each group have a value: their newest reading is not BAD and their source continues. A BAD
 * reading of one member says nothing of the others; that of the last one says that the group has no value any more.
 *
 * <p>Whether a member has a value, its dispatch entry says; it is asked where the entry is looked at. The count is
 * asked where the group is. With several shards those are two threads, each the only writer of its part: the reading
 * carries what has changed from one to the other.
 *
 * <p>Nothing is counted before the second edition. Allocates when there are more groups than before.
 */
public final class GroupValues {
    /** {@link #timeNs}: the sensor has never had a value, so none can go. */
    public static final long NEVER = Long.MIN_VALUE;

    private final DerivedSensors derived;
    private final Dispatch dispatch;
    private final CurrentEdition edition;
    /** By index of the group among the derived sensors. */
    private int[] counts = new int[16];

    public GroupValues(DerivedSensors derived, Dispatch dispatch, CurrentEdition edition) {
        this.derived = derived;
        this.dispatch = dispatch;
        this.edition = edition;
    }

    /** Counts anew, by what the entries say: sensors were linked, or the state was read. */
    public void recount() {
        counts = new int[Math.max(counts.length, derived.count())];
        for (int entry = 0; entry < dispatch.entryCount(); entry++) {
            if (dispatch.hasValue(entry)) {
                counts[dispatch.slot(entry)]++;
            }
        }
    }

    /** There are so many derived sensors now. */
    public void open(int derivedCount) {
        if (derivedCount > counts.length) {
            counts = Arrays.copyOf(counts, Math.max(derivedCount, counts.length * 2));
        }
    }

    /**
     * A reading leaves for a group.
     *
     * @param entry that forwards it
     * @return the flags to send it with
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
     * A reading has come to a derived sensor or group.
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
     * The source of a member has ended.
     *
     * @param entry that forwards the member's readings
     * @return whether that took the last value from the group
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
