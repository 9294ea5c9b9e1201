package io.tocsin.engine.reading;

/**
 * A text as the value of a reading: the id of the text in the gateway's dictionary, boxed into the bits of a NaN that
 * no arithmetic produces. A text can thus be stored wherever a value is (ring, journal, state, events), in the same
 * eight bytes, and a comparison with a number is false.
 *
 * <pre>
 *   63                           32                            0
 *  +------------------------------+-----------------------------+
 *  | 7FF9 0000: a quiet NaN       | id of the text              |
 *  +------------------------------+-----------------------------+
 * </pre>
 *
 * <p>Code that moves values must move their bits ({@link Double#doubleToRawLongBits}): the Java specification keeps the
 * bits of quiet NaNs.
 */
public final class TextValue {
    /** The most texts of a gateway, with the places reserved for the plan's: see {@link TextPlaces}. */
    public static final int MAX_TEXTS = 65_536;
    /** The id of OTHER, which represents every text without a place and no other text. */
    public static final int OTHER_ID = Integer.MAX_VALUE;
    /** The text OTHER, as displayed. */
    public static final String OTHER = "OTHER";
    /** The longest text, bytes of UTF-8. */
    public static final int MAX_LENGTH = 128;

    private static final int MARK = 0x7FF9_0000;
    private static final int BAD = Quality.BAD.code();

    private TextValue() {}

    /** The value that represents a text. */
    public static double of(int textId) {
        return Double.longBitsToDouble((long) MARK << Integer.SIZE | textId);
    }

    /** Whether a value represents a text. */
    public static boolean isText(double value) {
        return Double.doubleToRawLongBits(value) >>> Integer.SIZE == MARK;
    }

    /** Whether a value represents a text without a place. */
    public static boolean isOther(double value) {
        return isText(value) && id(value) == OTHER_ID;
    }

    /** The id of the text that a value represents. */
    public static int id(double value) {
        return (int) Double.doubleToRawLongBits(value);
    }

    /**
     * Whether rules that compare numbers may use a value.
     *
     * @param quality code of the quality: {@link Quality#code()}
     * @return whether the value is a number and not BAD
     */
    public static boolean isNumber(double value, int quality) {
        return quality != BAD && !Double.isNaN(value);
    }

    /** Whether the bytes are a valid text value: 1 to 128 bytes of UTF-8 without control characters. */
    public static boolean isValid(byte[] bytes, int offset, int length) {
        return length > 0 && length <= MAX_LENGTH && PrintableText.isPrintable(bytes, offset, length);
    }
}
