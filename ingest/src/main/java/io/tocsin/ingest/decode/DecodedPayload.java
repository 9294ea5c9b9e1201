package io.tocsin.ingest.decode;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import java.util.Arrays;

/**
 * What a payload says: for each value member a value with its quality, or why it gives no reading; one event time; or
 * why the payload as a whole gives none. Reused for every payload of a decoder.
 */
public final class DecodedPayload {
    private final double[] values;
    private final byte[] qualities;
    private final Counter[] refusals;
    private long eventTimeNs;
    private Counter reason;
    private String detail;

    /**
     * @param memberCount {@link PayloadDecoder#memberCount()}
     */
    public DecodedPayload(int memberCount) {
        values = new double[memberCount];
        qualities = new byte[memberCount];
        refusals = new Counter[memberCount];
    }

    /** How many value members there are. */
    public int memberCount() {
        return values.length;
    }

    /** Why the payload as a whole gives no reading, or null. */
    public Counter reason() {
        return reason;
    }

    /** What is wrong with the payload, or with the first of its members that gives no reading; or null. */
    public String detail() {
        return detail;
    }

    /** Why this member gives no reading, or null. Only when {@link #reason()} is null. */
    public Counter refusal(int memberIndex) {
        return refusals[memberIndex];
    }

    /** The member's value: finite, or NaN when the quality is BAD and there is none. */
    public double value(int memberIndex) {
        return values[memberIndex];
    }

    /** {@link Quality#code()} of the member. */
    public int quality(int memberIndex) {
        return qualities[memberIndex];
    }

    /** The event time, epoch nanoseconds, or {@link EventTime#ABSENT}. */
    public long eventTimeNs() {
        return eventTimeNs;
    }

    void clear() {
        Arrays.fill(refusals, Counter.DROPPED_MISSING_MEMBER);
        eventTimeNs = EventTime.ABSENT;
        reason = null;
        detail = null;
    }

    void refuse(Counter why, String text) {
        if (reason == null) {
            reason = why;
            detail = text;
        }
    }

    /** As {@link #refuse}, and stronger than any reason found before: the document itself is faulty. */
    void discard(Counter why, String text) {
        reason = why;
        detail = text;
    }

    void refuseMember(int memberIndex, Counter why, String text) {
        refusals[memberIndex] = why;
        if (detail == null) {
            detail = text;
        }
    }

    void accept(int memberIndex, double value, Quality quality) {
        values[memberIndex] = value;
        qualities[memberIndex] = quality.code();
        refusals[memberIndex] = null;
    }

    void eventTimeNs(long timeNs) {
        eventTimeNs = timeNs;
    }

    /** All members' quality is at best this one; with BAD a member gives a reading whatever its value was. */
    void worsen(Quality quality) {
        for (int i = 0; i < values.length; i++) {
            if (quality == Quality.BAD && refusals[i] == Counter.DROPPED_NOT_A_NUMBER) {
                accept(i, Double.NaN, Quality.BAD);
            } else if (quality.code() > qualities[i]) {
                qualities[i] = quality.code();
            }
        }
    }
}
