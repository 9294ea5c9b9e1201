package io.tocsin.ingest.mapping;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.ingest.decode.EventTime;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Content of a message: readings in the order of the message, each with its sensor's name, value, quality and event
 * time, or why it is lost; or why the message as a whole gives none. Reused for every message of a reader; grows with
 * the largest and then allocates nothing. One thread.
 *
 * <p>A name is one of a few {@linkplain #fixedName fixed} ones that the topic decides, so that their sensors' ids can
 * be remembered; or it is written out.
 */
public final class Readings {
    /** The most readings of one message. */
    public static final int MAX_SIZE = Findings.MAX_COUNT;

    /** The name is written out. */
    public static final int WRITTEN = -1;

    private static final int INITIAL = 8;
    private static final byte SETTLED = 0;
    private static final byte UNDECIDED = 1;
    private static final byte ACCEPTED = 2;

    private int size;
    private double[] values = new double[INITIAL];
    private byte[] qualities = new byte[INITIAL];
    private long[] eventTimesNs = new long[INITIAL];
    private boolean[] relativeTimes = new boolean[INITIAL];
    private Counter[] refusals = new Counter[INITIAL];
    private String[] details = new String[INITIAL];
    private int[] members = new int[INITIAL];
    private int[] fixedNames = new int[INITIAL];
    private int[] nameFrom = new int[INITIAL];
    private int[] nameTo = new int[INITIAL];
    private byte[][] texts = new byte[INITIAL][];
    private int[] textFrom = new int[INITIAL];
    private int[] textLength = new int[INITIAL];
    private byte[] textState = new byte[INITIAL];
    private boolean[] historical = new boolean[INITIAL];

    private byte[] names = new byte[256];
    private int namesLength;

    private Counter reason;
    private String detail;
    private boolean hasTexts;
    private boolean hasAssumedQuality;
    private boolean requiresRoom;
    private int rounded;
    private int receiveTimes;

    /** Empties it for the next message. */
    public void clear() {
        if (hasTexts) {
            Arrays.fill(texts, 0, size, null);
        }
        size = 0;
        namesLength = 0;
        reason = null;
        detail = null;
        hasTexts = false;
        hasAssumedQuality = false;
        requiresRoom = false;
        rounded = -1;
        receiveTimes = 0;
    }

    /** The message as a whole gives no reading. */
    public void refuse(Counter why, String text) {
        reason = why;
        detail = text;
    }

    /** Begins a reading: GOOD, without a value, a name and an event time; returns its index. */
    public int add(int member) {
        int i = size++;
        if (i == values.length) {
            grow(i * 2);
        }
        values[i] = Double.NaN;
        qualities[i] = Quality.GOOD.code();
        eventTimesNs[i] = EventTime.ABSENT;
        relativeTimes[i] = false;
        refusals[i] = null;
        details[i] = null;
        members[i] = member;
        fixedNames[i] = WRITTEN;
        nameFrom[i] = 0;
        nameTo[i] = 0;
        textState[i] = SETTLED;
        historical[i] = false;
        return i;
    }

    private void grow(int capacity) {
        values = Arrays.copyOf(values, capacity);
        qualities = Arrays.copyOf(qualities, capacity);
        eventTimesNs = Arrays.copyOf(eventTimesNs, capacity);
        relativeTimes = Arrays.copyOf(relativeTimes, capacity);
        refusals = Arrays.copyOf(refusals, capacity);
        details = Arrays.copyOf(details, capacity);
        members = Arrays.copyOf(members, capacity);
        fixedNames = Arrays.copyOf(fixedNames, capacity);
        nameFrom = Arrays.copyOf(nameFrom, capacity);
        nameTo = Arrays.copyOf(nameTo, capacity);
        texts = Arrays.copyOf(texts, capacity);
        textFrom = Arrays.copyOf(textFrom, capacity);
        textLength = Arrays.copyOf(textLength, capacity);
        textState = Arrays.copyOf(textState, capacity);
        historical = Arrays.copyOf(historical, capacity);
    }

    /** A reading's value: finite, a text, or NaN when it has none. */
    public void setValue(int index, double value) {
        values[index] = value;
    }

    /** A reading's {@link Quality#code()}. */
    public void setQuality(int index, int code) {
        qualities[index] = (byte) code;
    }

    /** A reading is from the past on purpose: its time says nothing about the clock of the device. */
    public void setHistorical(int index) {
        historical[index] = true;
    }

    /** Whether a reading is from the past on purpose. */
    public boolean isHistorical(int index) {
        return historical[index];
    }

    /** A reading's event time, epoch nanoseconds. */
    public void setEventTimeNs(int index, long timeNs) {
        eventTimesNs[index] = timeNs;
    }

    /** A reading's event time lies so many nanoseconds after its receive time, which the publisher decides. */
    public void setRelativeTimeNs(int index, long offsetNs) {
        eventTimesNs[index] = offsetNs;
        relativeTimes[index] = true;
    }

    /**
     * A reading is a text, whose id is to be found.
     *
     * @param number that it reads as, or NaN
     * @param ifRefused what is wrong when it is none that a value may be
     */
    public void setText(int index, byte[] bytes, int from, int length, double number, String ifRefused) {
        values[index] = number;
        details[index] = ifRefused;
        texts[index] = bytes;
        textFrom[index] = from;
        textLength[index] = length;
        textState[index] = UNDECIDED;
        hasTexts = true;
    }

    /** A reading is lost. */
    public void refuse(int index, Counter why, String text) {
        refusals[index] = why;
        details[index] = text;
        textState[index] = SETTLED;
    }

    /** The sensor of a reading has a name that the topic decides. */
    public void setFixedName(int index, int fixedName) {
        fixedNames[index] = fixedName;
    }

    /** Begins to write the name of a reading's sensor. */
    public void beginName(int index) {
        nameFrom[index] = namesLength;
    }

    /** Writes a part of the name. */
    public void appendName(byte[] bytes, int from, int to) {
        int length = to - from;
        roomForName(length);
        System.arraycopy(bytes, from, names, namesLength, length);
        namesLength += length;
    }

    /** Writes a part of the name whose {@code /}, {@code +} and {@code #} become %2F, %2B and %23. */
    public void appendEscapedName(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            roomForName(3);
            if (b == '/' || b == '+' || b == '#' || (b == '%' && looksEscaped(bytes, i, to))) {
                names[namesLength++] = '%';
                names[namesLength++] = '2';
                names[namesLength++] = (byte) (b == '/' ? 'F' : b == '+' ? 'B' : b == '#' ? '3' : '5');
            } else {
                names[namesLength++] = b;
            }
        }
    }

    /** Whether a percent sign would read as an escape: so that two names never become one. */
    private static boolean looksEscaped(byte[] bytes, int i, int to) {
        return i + 2 < to && bytes[i + 1] == '2' && "FB35".indexOf(bytes[i + 2]) >= 0;
    }

    private void roomForName(int length) {
        if (names.length - namesLength < length) {
            names = Arrays.copyOf(names, Math.max(names.length * 2, namesLength + length));
        }
    }

    /** Where the next part of a name is written. */
    int nameEnd() {
        return namesLength;
    }

    /** Ends the name. */
    public void endName(int index) {
        nameTo[index] = namesLength;
    }

    /** A quality was read from a number whose meaning had to be assumed. */
    public void noteAssumedQuality() {
        hasAssumedQuality = true;
    }

    /** A reading's whole number is beyond 2^53 and was rounded to a double. */
    public void noteRounded(int index) {
        if (rounded < 0) {
            rounded = index;
        }
    }

    /** A reading's time could not be read, and the receive time stands for it. */
    public void noteReceiveTime() {
        receiveTimes++;
    }

    /** The message must not be shed: nothing that follows makes up for it. */
    public void requireRoom() {
        requiresRoom = true;
    }

    /** Whether the message must wait for room, whatever its quality of service. */
    public boolean requiresRoom() {
        return requiresRoom;
    }

    /** How many readings there are, the lost ones among them. */
    public int size() {
        return size;
    }

    /** Why the message as a whole gives no reading, or null. */
    public Counter reason() {
        return reason;
    }

    /** Fault of the message, or of the first of its readings that is lost; or null. */
    public String detail() {
        if (reason != null) {
            return detail;
        }
        for (int i = 0; i < size; i++) {
            if (refusals[i] != null) {
                return details[i];
            }
        }
        return null;
    }

    /** Why a reading is lost, or null. */
    public Counter refusal(int index) {
        return refusals[index];
    }

    /** Words for the fault of a lost reading. */
    public String detail(int index) {
        return details[index];
    }

    /** Index of the reading's value in the mapping. */
    public int member(int index) {
        return members[index];
    }

    /** Whether some reading is a text: its id must be found before {@link #value} says it. */
    public boolean hasTexts() {
        return hasTexts;
    }

    /** Whether a reading is a text that nobody has decided about. */
    public boolean isUndecided(int index) {
        return textState[index] == UNDECIDED;
    }

    /** Whether an undecided text {@linkplain io.tocsin.engine.reading.Numeral reads as a number}. */
    public boolean isNumeral(int index) {
        return !Double.isNaN(values[index]);
    }

    /** Whether the value is a text. */
    public boolean isText(int index) {
        return textState[index] == ACCEPTED;
    }

    /** Holds the bytes of a reading's text; valid as long as the message is. */
    public byte[] text(int index) {
        return texts[index];
    }

    public int textFrom(int index) {
        return textFrom[index];
    }

    public int textLength(int index) {
        return textLength[index];
    }

    /** The reading's value is the text. */
    public void acceptText(int index, int textId) {
        values[index] = TextValue.of(textId);
        textState[index] = ACCEPTED;
    }

    /** The reading's value is the number that its text reads as. */
    public void acceptNumeral(int index) {
        textState[index] = SETTLED;
    }

    /** The reading's text is none that a value may be. */
    public void refuseText(int index) {
        refuse(index, Counter.DROPPED_NOT_A_NUMBER, details[index]);
    }

    /** Whether a quality was read from a number whose meaning had to be assumed. */
    public boolean hasAssumedQuality() {
        return hasAssumedQuality;
    }

    /** The first reading that was rounded, or -1. */
    public int rounded() {
        return rounded;
    }

    /** How many readings have the receive time because theirs could not be read. */
    public int receiveTimes() {
        return receiveTimes;
    }

    /** A reading's value: finite, or a text, or NaN when it has none. */
    public double value(int index) {
        return values[index];
    }

    /** {@link Quality#code()} of a reading. */
    public int quality(int index) {
        return qualities[index];
    }

    /**
     * A reading's event time, epoch nanoseconds, or {@link EventTime#ABSENT}. Of a reading with a
     * {@linkplain #isRelativeTime relative time} it is the distance from the receive time.
     */
    public long eventTimeNs(int index) {
        return eventTimesNs[index];
    }

    /** A reading's event time, epoch nanoseconds, given its receive time; or {@link EventTime#ABSENT}. */
    public long eventTimeNs(int index, long receiveTimeNs) {
        return relativeTimes[index] ? receiveTimeNs + eventTimesNs[index] : eventTimesNs[index];
    }

    /** Whether a reading's event time counts from its receive time. */
    public boolean isRelativeTime(int index) {
        return relativeTimes[index];
    }

    /** The name that the topic decides, or {@link #WRITTEN}. */
    public int fixedName(int index) {
        return fixedNames[index];
    }

    /** Holds the written names, UTF-8. */
    public byte[] names() {
        return names;
    }

    public int nameFrom(int index) {
        return nameFrom[index];
    }

    public int nameLength(int index) {
        return nameTo[index] - nameFrom[index];
    }

    /** A written name, for people; allocates. */
    public String name(int index) {
        return new String(names, nameFrom[index], nameLength(index), StandardCharsets.UTF_8);
    }
}
