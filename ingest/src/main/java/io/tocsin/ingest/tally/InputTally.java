package io.tocsin.ingest.tally;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.ingest.decode.TimeUnits;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Readings that one topic filter or file has let in, counted beside the gateway's counters, with the first payload of
 * each kind that is odd.
 *
 * <p>One thread writes, the source's; any thread reads. A payload is kept before it is counted, so that whoever reads a
 * count finds the sample. Allocates only for the first payload of a kind.
 */
public final class InputTally {
    private static final Counter[] COUNTERS = Counter.values();

    /** Payloads that ask for a sample. */
    public enum Kind {
        /** Gave no reading. */
        DROPPED,
        /** Gave BAD readings. */
        BAD,
        /** Has an event time that a live reading cannot mean. */
        PAST,
        /** Has an event time beyond the future limit. */
        FUTURE
    }

    private final String source;
    private final String name;
    private final TimeUnits timeUnit;
    private final boolean mayBeSorted;
    private final AtomicLong readings = new AtomicLong();
    private final AtomicLongArray odd = new AtomicLongArray(Kind.values().length);
    private final AtomicLongArray drops = new AtomicLongArray(COUNTERS.length);
    private final AtomicReferenceArray<Sample> samples = new AtomicReferenceArray<>(Kind.values().length);
    private final AtomicReference<AbsentValues> absent = new AtomicReference<>();
    private final StepsBack steps = new StepsBack();

    /**
     * @param source name of the source
     * @param name for people: {@code topic filter plant/#}, {@code file readings.csv}
     * @param timeUnit how event times are read
     */
    public InputTally(String source, String name, TimeUnits timeUnit) {
        this(source, name, timeUnit, false);
    }

    /**
     * @param source name of the source
     * @param name for people
     * @param timeUnit how event times are read
     * @param mayBeSorted whether the source could sort its readings by their event times, and does not
     */
    public InputTally(String source, String name, TimeUnits timeUnit, boolean mayBeSorted) {
        this.source = source;
        this.name = name;
        this.timeUnit = timeUnit;
        this.mayBeSorted = mayBeSorted;
    }

    /** Readings were taken. */
    public void took(int count) {
        readings.lazySet(readings.get() + count);
    }

    /** Readings were dropped under a reason, or payloads that gave none. */
    public void dropped(Counter reason, int count) {
        drops.lazySet(reason.ordinal(), drops.get(reason.ordinal()) + count);
        odd(Kind.DROPPED, count);
    }

    /** Readings of a kind; those that were taken are counted by {@link #took} too. */
    public void odd(Kind kind, int count) {
        odd.lazySet(kind.ordinal(), odd.get(kind.ordinal()) + count);
    }

    /** Keeps a payload if it is the first of its kind; the other parameters are those of {@link Sample}. */
    public void sample(Kind kind, byte[] raw, int offset, int length, String detail, long eventTimeNs, long receiveNs) {
        if (samples.get(kind.ordinal()) == null) {
            String text = new String(raw, offset, Math.min(length, Sample.MAX_BYTES), StandardCharsets.UTF_8);
            String shown = length > Sample.MAX_BYTES ? text + "…" : text;
            samples.set(kind.ordinal(), new Sample(shown, detail, eventTimeNs, receiveNs));
        }
    }

    /** Sets the values that no message had so far; null when each was in one. */
    public void absent(AbsentValues values) {
        absent.set(values);
    }

    /** Values that no message had so far, or null. */
    public AbsentValues absent() {
        return absent.get();
    }

    /** The event times of its sensors. */
    public StepsBack steps() {
        return steps;
    }

    /** Name of the source. */
    public String source() {
        return source;
    }

    /** Kind of the input, for people. */
    public String name() {
        return name;
    }

    /** How its event times are read. */
    public TimeUnits timeUnit() {
        return timeUnit;
    }

    /** Whether the source could sort its readings by their event times, and does not. */
    public boolean mayBeSorted() {
        return mayBeSorted;
    }

    /** Readings that were taken. */
    public long readings() {
        return readings.get();
    }

    /** Readings or payloads of a kind. */
    public long count(Kind kind) {
        return odd.get(kind.ordinal());
    }

    /** Readings dropped under a reason. */
    public long dropped(Counter reason) {
        return drops.get(reason.ordinal());
    }

    /** The first payload of a kind, or null. */
    public Sample sample(Kind kind) {
        return samples.get(kind.ordinal());
    }
}
