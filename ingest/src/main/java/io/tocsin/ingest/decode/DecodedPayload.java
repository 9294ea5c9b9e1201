package io.tocsin.ingest.decode;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.TextValue;
import java.util.Arrays;

/**
 * Content of a payload: for each value member a value with its quality, or why it gives no reading; one event time; or
 * why the payload as a whole gives none. Reused for every payload of a decoder.
 */
public final class DecodedPayload {
    private final double[] values;
    private final byte[] qualities;
    private final Counter[] refusals;
    private final String[] details;
    /** Where the text of a member stands. */
    private final byte[][] texts;

    private final int[] textFrom;
    private final int[] textTo;
    /** Whether the text has no id yet. */
    private final boolean[] undecided;

    private long eventTimeNs;
    private Counter reason;
    private String detail;
    private boolean hasTexts;
    private boolean hasAssumedQuality;

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
        undecided = new boolean[memberCount];
    }

    /** How many value members there are. */
    public int memberCount() {
        return values.length;
    }

    /** Why the payload as a whole gives no reading, or null. */
    public Counter reason() {
        return reason;
    }

    /** Fault of the payload, or of the first of its members that gives no reading; or null. */
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

    /** Whether some member is a text: its id must be found before {@link #value} says it. */
    public boolean hasTexts() {
        return hasTexts;
    }

    /** Whether this member is a text that neither {@link #acceptText} nor another has decided yet. */
    public boolean isText(int memberIndex) {
        return undecided[memberIndex];
    }

    /** Whether this undecided text {@linkplain io.tocsin.engine.reading.Numeral reads as a number}. */
    public boolean isNumeral(int memberIndex) {
        return !Double.isNaN(values[memberIndex]);
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

    /** The member's value is the text. */
    public void acceptText(int memberIndex, int textId) {
        values[memberIndex] = TextValue.of(textId);
        refusals[memberIndex] = null;
        undecided[memberIndex] = false;
    }

    /** The member's value is the number that its text reads as. */
    public void acceptNumeral(int memberIndex) {
        undecided[memberIndex] = false;
    }

    /** The member's text is none that a value may be. */
    public void refuseText(int memberIndex) {
        refusals[memberIndex] = Counter.DROPPED_NOT_A_NUMBER;
        undecided[memberIndex] = false;
    }

    /** Whether the quality was read from a number whose meaning had to be assumed. */
    public boolean hasAssumedQuality() {
        return hasAssumedQuality;
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
            Arrays.fill(undecided, false);
            hasTexts = false;
        }
        hasAssumedQuality = false;
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

    /**
     * The member is a text.
     *
     * @param number that it reads as, or NaN
     * @param ifRefused what is wrong when it is none that a value may be
     */
    void takeText(int memberIndex, byte[] bytes, int from, int to, double number, String ifRefused) {
        values[memberIndex] = number;
        qualities[memberIndex] = Quality.GOOD.code();
        refusals[memberIndex] = null;
        details[memberIndex] = ifRefused;
        texts[memberIndex] = bytes;
        textFrom[memberIndex] = from;
        textTo[memberIndex] = to;
        undecided[memberIndex] = true;
        hasTexts = true;
    }

    void noteAssumedQuality() {
        hasAssumedQuality = true;
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
            if (quality == Quality.BAD && (undecided[i] || refusals[i] == Counter.DROPPED_NOT_A_NUMBER)) {
                accept(i, refusals[i] == null ? values[i] : Double.NaN, Quality.BAD);
                undecided[i] = false;
            } else if (quality.code() > qualities[i]) {
                qualities[i] = quality.code();
            }
        }
    }
}
