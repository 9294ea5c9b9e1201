package io.tocsin.ingest.decode;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.TextValue;
import java.util.Arrays;

/**
 * What a payload says: for each value member a value with its quality, or why it gives no reading; one event time; or
 * why the payload as a whole gives none. Reused for every payload of a decoder.
 */
public final class DecodedPayload {
    private final double[] values;
    private final byte[] qualities;
    private final Counter[] refusals;
    private final String[] details;
    /** Where the text of a member stands that is a value only where texts are. */
    private final byte[][] texts;

    private final int[] textFrom;
    private final int[] textTo;
    private long eventTimeNs;
    private Counter reason;
    private String detail;
    private boolean hasTexts;

    /**
     * @param memberCount {@link PayloadDecoder#memberCount()}
     */
    public DecodedPayload(int memberCount) {
        values = new double[memberCount];
        qualities = new byte[memberCount];
        refusals = new Counter[memberCount];
        details = new String[memberCount];
        texts = new byte[memberCount][];
        textFrom = new int[memberCount];
        textTo = new int[memberCount];
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
        if (reason != null) {
            return detail;
        }
        for (int i = 0; i < refusals.length; i++) {
            if (refusals[i] != null) {
                return details[i];
            }
        }
        return null;
    }

    /** Why this member gives no reading, or null. Only when {@link #reason()} is null. */
    public Counter refusal(int memberIndex) {
        return refusals[memberIndex];
    }

    /** Whether some member is a text, and so no reading unless its sensor may have texts. */
    public boolean hasTexts() {
        return hasTexts;
    }

    /** Whether this member is such a text; as long as it is {@linkplain #refusal refused}. */
    public boolean isText(int memberIndex) {
        return texts[memberIndex] != null && refusals[memberIndex] == Counter.DROPPED_NOT_A_NUMBER;
    }

    /** Holds the bytes of the member's text; valid as long as the payload is. */
    public byte[] text(int memberIndex) {
        return texts[memberIndex];
    }

    /** Where the member's text begins. */
    public int textFrom(int memberIndex) {
        return textFrom[memberIndex];
    }

    /** How long the member's text is, bytes. */
    public int textLength(int memberIndex) {
        return textTo[memberIndex] - textFrom[memberIndex];
    }

    /** The member's text is a value. */
    public void acceptText(int memberIndex, int textId) {
        values[memberIndex] = TextValue.of(textId);
        refusals[memberIndex] = null;
    }

    /** The member's text is no value, for another reason. */
    public void refuseText(int memberIndex, TextRefusal why) {
        texts[memberIndex] = null;
        refuseMember(memberIndex, why.counter(), why.detail());
    }

    /** The member's value: finite, or a text, or NaN when the quality is BAD and there is none. */
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
        Arrays.fill(details, null);
        if (hasTexts) {
            Arrays.fill(texts, null);
            hasTexts = false;
        }
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
        details[memberIndex] = text;
    }

    /** As {@link #refuseMember}, of a text: where texts are values it can still be {@linkplain #acceptText taken}. */
    void refuseText(int memberIndex, byte[] bytes, int from, int to, String text) {
        refuseMember(memberIndex, Counter.DROPPED_NOT_A_NUMBER, text);
        qualities[memberIndex] = Quality.GOOD.code();
        texts[memberIndex] = bytes;
        textFrom[memberIndex] = from;
        textTo[memberIndex] = to;
        hasTexts = true;
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
