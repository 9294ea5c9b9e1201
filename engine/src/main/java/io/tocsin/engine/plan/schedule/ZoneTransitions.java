package io.tocsin.engine.plan.schedule;

import io.tocsin.engine.plan.alarm.FieldReader;
import io.tocsin.engine.plan.alarm.FieldWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Clock changes of a time zone from {@value #FIRST_YEAR} to {@value #LAST_YEAR}, as numbers. Earlier times have the
 * first offset, later times the last one.
 *
 * <p>The <em>schedule clock</em> shows local time and never goes back: it jumps over a skipped hour like every clock,
 * and when the clocks go back it waits, one nanosecond before the repeated hour's end, until they have caught up.
 * Every local time therefore has one instant: the first one at which the schedule clock shows that time or a later
 * one. A skipped local time begins when the gap is over; a repeated one counts the first time.
 *
 * <p>Immutable; its methods allocate nothing, except those that create, store or describe.
 */
public final class ZoneTransitions {
    public static final int FIRST_YEAR = 1970;
    public static final int LAST_YEAR = 2100;

    private static final int MAX_OFFSET_S = 18 * 60 * 60;
    private static final int MAX_COUNT = 10_000;
    private static final long FIRST_S =
            Instant.parse(FIRST_YEAR + "-01-01T00:00:00Z").getEpochSecond();
    private static final long BEHIND_LAST_S =
            Instant.parse((LAST_YEAR + 1) + "-01-01T00:00:00Z").getEpochSecond();

    private final String id;
    /** Offset of segment i in seconds; segment i ends at transition i. */
    private final int[] offsetsS;

    private final long[] transitionsNs;
    /** Behind the latest local time, ns, that any clock has shown before transition i. */
    private final long[] shownNs;

    private ZoneTransitions(String id, long[] transitionsS, int[] offsetsS) {
        this.id = id;
        this.offsetsS = offsetsS;
        this.transitionsNs = new long[transitionsS.length];
        this.shownNs = new long[transitionsS.length];
        requireOffset(offsetsS[0]);
        for (int i = 0; i < transitionsS.length; i++) {
            requireOffset(offsetsS[i + 1]);
            if (transitionsS[i] < FIRST_S || transitionsS[i] >= BEHIND_LAST_S) {
                throw new IllegalArgumentException("a clock change must be in the years " + FIRST_YEAR + " to "
                        + LAST_YEAR + ", zone=" + id + ", second=" + transitionsS[i]);
            }
            if (i > 0 && transitionsS[i] <= transitionsS[i - 1]) {
                throw new IllegalArgumentException("clock changes must ascend, zone=" + id + ", index=" + i);
            }
            transitionsNs[i] = TimeUnit.SECONDS.toNanos(transitionsS[i]);
            long endNs = transitionsNs[i] + offsetNs(i);
            shownNs[i] = i == 0 ? endNs : Math.max(shownNs[i - 1], endNs);
        }
    }

    private static void requireOffset(int offsetS) {
        if (Math.abs(offsetS) > MAX_OFFSET_S) {
            throw new IllegalArgumentException("an offset must be at most 18 h, offsetS=" + offsetS);
        }
    }

    /** The clock changes of a zone that this JDK knows. */
    public static ZoneTransitions of(ZoneId zone) {
        ZoneRules rules = zone.getRules();
        Instant first = Instant.ofEpochSecond(FIRST_S);
        long[] transitionsS = new long[MAX_COUNT];
        int[] offsetsS = new int[MAX_COUNT + 1];
        ZoneOffset offset = rules.getOffset(first.minusNanos(1));
        offsetsS[0] = offset.getTotalSeconds();
        int count = 0;
        ZoneOffsetTransition next = rules.nextTransition(first.minusNanos(1));
        while (next != null && next.toEpochSecond() < BEHIND_LAST_S) {
            transitionsS[count++] = next.toEpochSecond();
            offsetsS[count] = next.getOffsetAfter().getTotalSeconds();
            next = rules.nextTransition(next.getInstant());
        }
        return new ZoneTransitions(
                zone.getId(), Arrays.copyOf(transitionsS, count), Arrays.copyOf(offsetsS, count + 1));
    }

    /** The zone's name in the IANA data base. */
    public String id() {
        return id;
    }

    /** Number of clock changes. */
    public int count() {
        return transitionsNs.length;
    }

    /**
     * The schedule clock.
     *
     * @param timeNs epoch ns, at least a day from the greatest and the least long
     * @return its local time, as ns since 1970-01-01T00:00 of the same zone
     */
    long localNs(long timeNs) {
        int index = Arrays.binarySearch(transitionsNs, timeNs);
        int segment = index >= 0 ? index + 1 : -index - 1;
        long localNs = timeNs + offsetNs(segment);
        return segment == 0 ? localNs : Math.max(localNs, shownNs[segment - 1] - 1);
    }

    /** The first instant, epoch ns, at which the schedule clock shows a local time or a later one. */
    long instantNs(long localNs) {
        int low = 0;
        int high = shownNs.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (shownNs[middle] > localNs) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        long timeNs = localNs - offsetNs(low);
        return low == 0 ? timeNs : Math.max(timeNs, transitionsNs[low - 1]);
    }

    private long offsetNs(int segment) {
        return offsetsS[segment] * 1_000_000_000L;
    }

    /** Stores the value in a plan. */
    void writeTo(FieldWriter writer) {
        writer.putStrings(List.of(id));
        writer.putInt(transitionsNs.length);
        writer.putInt(offsetsS[0]);
        for (int i = 0; i < transitionsNs.length; i++) {
            writer.putLong(TimeUnit.NANOSECONDS.toSeconds(transitionsNs[i]));
            writer.putInt(offsetsS[i + 1]);
        }
    }

    /** Reads a value that {@link #writeTo} stored. */
    static ZoneTransitions readFrom(FieldReader reader) {
        List<String> id = reader.getStrings();
        int count = reader.getCount();
        if (id.size() != 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException("not a time zone in a plan, names=" + id.size() + ", count=" + count);
        }
        long[] transitionsS = new long[count];
        int[] offsetsS = new int[count + 1];
        offsetsS[0] = reader.getInt();
        for (int i = 0; i < count; i++) {
            transitionsS[i] = reader.getLong();
            offsetsS[i + 1] = reader.getInt();
        }
        return new ZoneTransitions(id.get(0), transitionsS, offsetsS);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ZoneTransitions that
                && id.equals(that.id)
                && Arrays.equals(transitionsNs, that.transitionsNs)
                && Arrays.equals(offsetsS, that.offsetsS);
    }

    @Override
    public int hashCode() {
        return id.hashCode() * 31 + Arrays.hashCode(transitionsNs) * 7 + Arrays.hashCode(offsetsS);
    }

    @Override
    public String toString() {
        return id;
    }
}
