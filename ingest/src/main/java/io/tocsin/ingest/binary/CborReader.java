package io.tocsin.ingest.binary;

import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.decode.TimeText;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.mapping.PathNode;
import io.tocsin.ingest.mapping.TokenKind;

/**
 * Reads CBOR (RFC 8949) in one pass, with definite and indefinite lengths. An integer key names its member by its
 * decimal text; other keys than texts and integers name none.
 *
 * <pre>
 *   tag 0, 1   a time        2, 3   a big integer: exact in 64 bits, else the nearest double
 *   tag 4      a decimal fraction, exact        others: the content as it is
 * </pre>
 *
 * Null and undefined are NULL; byte strings and unassigned simple values are no values. One thread; allocates for
 * faults only.
 */
public final class CborReader extends BinaryReader {
    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;
    private static final int SIMPLE = 7;

    private static final int ONE_BYTE = 24;
    private static final int TWO_BYTES = 25;
    private static final int FOUR_BYTES = 26;
    private static final int EIGHT_BYTES = 27;
    private static final int INDEFINITE = 31;
    private static final byte BREAK = (byte) 0xFF;

    private static final long NO_TAG = -1;
    private static final long TAG_DATE_TIME = 0;
    private static final long TAG_EPOCH = 1;
    private static final long TAG_BIG = 2;
    private static final long TAG_BIG_NEGATIVE = 3;
    private static final long TAG_DECIMAL = 4;

    private static final int FALSE = 20;
    private static final int TRUE = 21;
    private static final int NULL = 22;
    private static final int UNDEFINED = 23;
    private static final int FIRST_LONG_SIMPLE = 32;
    private static final int DECIMAL_LENGTH = 44;

    private int major;
    private int info;
    private long argument;

    /** A reader of any number of documents. */
    public CborReader() {
        super("CBOR");
    }

    @Override
    boolean value(PathNode node, int depth) {
        int at = position;
        long tag = NO_TAG;
        do {
            if (!head()) {
                return false;
            }
            if (major == TAG) {
                tag = argument;
            }
        } while (major == TAG);
        if (tag == TAG_DATE_TIME && major == TEXT) {
            return text(at) && reportTime(node, TimeText.parse(textBytes(), first(), last(), TimeUnits.ISO));
        }
        if (tag == TAG_EPOCH && (major == UNSIGNED || major == NEGATIVE || isFloat())) {
            return reportTime(node, epoch());
        }
        if ((tag == TAG_BIG || tag == TAG_BIG_NEGATIVE) && major == BYTES && info != INDEFINITE) {
            return bigInteger(node, at, tag == TAG_BIG_NEGATIVE);
        }
        if (tag == TAG_DECIMAL && major == ARRAY && info != INDEFINITE && argument == 2) {
            return decimalFraction(node, at);
        }
        return item(node, depth, at);
    }

    /** Reads the item whose head has been read. */
    private boolean item(PathNode node, int depth, int at) {
        return switch (major) {
            case UNSIGNED -> reportUnsigned(node, argument);
            case NEGATIVE -> argument >= 0 ? report(node, TokenKind.INTEGER, ~argument) : reportDouble(node, ofHead());
            case BYTES -> bytes(at) && reportNoValue(node);
            case TEXT -> text(at) && reportText(node);
            case ARRAY -> array(node, depth, at);
            case MAP -> map(node, depth, at);
            default -> simple(node);
        };
    }

    /** Reads an initial byte and its argument. */
    private boolean head() {
        if (position >= end) {
            return fail(end, "the document ends where a value should be");
        }
        int at = position;
        int initial = bytes[position++] & 0xFF;
        major = initial >>> 5;
        info = initial & 0x1F;
        argument = info;
        if (info < ONE_BYTE) {
            return true;
        }
        if (info <= EIGHT_BYTES) {
            int count = 1 << (info - ONE_BYTE);
            if (end - position < count) {
                return fail(end, "the document ends within a head of " + (1 + count) + " bytes");
            }
            argument = bigEndian(count);
            boolean isShortSimple = major == SIMPLE && info == ONE_BYTE && argument < FIRST_LONG_SIMPLE;
            return !isShortSimple || fail(at, "a simple value in two bytes where a single byte would do");
        }
        if (info == INDEFINITE && major >= BYTES && major <= MAP) {
            return true;
        }
        return fail(
                at,
                major == SIMPLE && info == INDEFINITE
                        ? "a break where a value should be"
                        : "a length that is reserved");
    }

    @Override
    boolean key(boolean isWanted, int depth) {
        int at = position;
        do {
            if (!head()) {
                return false;
            }
        } while (major == TAG);
        boolean isInteger = (major == UNSIGNED || major == NEGATIVE) && argument >= 0;
        isNamed = major == TEXT || (isInteger && isWanted);
        if (major == TEXT) {
            return text(at);
        }
        if (isInteger) {
            if (isWanted) {
                nameOf(major == UNSIGNED ? argument : ~argument);
            }
            return true;
        }
        boolean isRead = item(null, depth + 1, at);
        isNamed = false;
        return isRead;
    }

    private boolean map(PathNode place, int depth, int at) {
        if (depth > MAX_DEPTH) {
            return tooDeep();
        }
        boolean isIndefinite = info == INDEFINITE;
        long count = argument;
        if (!isIndefinite && (count < 0 || count > (end - position) / 2)) {
            return beyond(at, "a map", count);
        }
        PathNode node = findings.ofObject(place);
        long object = findings.enter(node);
        for (long i = 0; isIndefinite ? !isBreak() : i < count; i++) {
            if (!member(node, object, depth)) {
                return false;
            }
        }
        findings.leave();
        return true;
    }

    private boolean array(PathNode node, int depth, int at) {
        if (depth > MAX_DEPTH) {
            return tooDeep();
        }
        boolean isIndefinite = info == INDEFINITE;
        long count = argument;
        if (!isIndefinite && !has(count)) {
            return beyond(at, "an array", count);
        }
        findings.enter(node);
        for (int i = 0; isIndefinite ? !isBreak() : i < count; i++) {
            if (!element(node, i, depth)) {
                return false;
            }
        }
        findings.leave();
        return true;
    }

    /** Whether the content ends here; skips the break. */
    private boolean isBreak() {
        boolean isBreak = position < end && bytes[position] == BREAK;
        position += isBreak ? 1 : 0;
        return isBreak;
    }

    private boolean text(int at) {
        if (info != INDEFINITE) {
            return text(at, argument);
        }
        int from = findings.reserve(0);
        int to = from;
        while (!isBreak()) {
            int chunkAt = position;
            if (!head()) {
                return false;
            }
            if (major != TEXT || info == INDEFINITE) {
                return fail(chunkAt, "a part of a text that is no text with a length");
            }
            if (!text(chunkAt, argument)) {
                return false;
            }
            int length = textTo - textFrom;
            to = findings.reserve(length);
            System.arraycopy(bytes, textFrom, findings.scratch(), to, length);
            to += length;
            findings.used(to);
        }
        setScratch(from, to);
        return true;
    }

    private boolean bytes(int at) {
        if (info != INDEFINITE) {
            return skip(at, "a byte string", argument);
        }
        while (!isBreak()) {
            int chunkAt = position;
            if (!head()) {
                return false;
            }
            if (major != BYTES || info == INDEFINITE) {
                return fail(chunkAt, "a part of a byte string that is no byte string with a length");
            }
            if (!skip(chunkAt, "a byte string", argument)) {
                return false;
            }
        }
        return true;
    }

    private boolean simple(PathNode node) {
        if (isFloat()) {
            return info == EIGHT_BYTES ? reportDouble(node, ofHead()) : reportFloat(node, ofHead());
        }
        return switch ((int) argument) {
            case FALSE -> report(node, TokenKind.FALSE);
            case TRUE -> report(node, TokenKind.TRUE);
            case NULL, UNDEFINED -> report(node, TokenKind.NULL);
            default -> reportNoValue(node);
        };
    }

    private boolean isFloat() {
        return major == SIMPLE && info >= TWO_BYTES && info <= EIGHT_BYTES;
    }

    /** The number of a float, or of an integer below 0. */
    private double ofHead() {
        if (major == NEGATIVE) {
            // Halved with the lost bit kept, so that it rounds as the whole number would.
            return argument >= 0 ? (double) ~argument : ((argument >>> 1) | (argument & 1)) * -2.0;
        }
        return switch (info) {
            case TWO_BYTES -> half((int) argument);
            case FOUR_BYTES -> Float.intBitsToFloat((int) argument);
            default -> Double.longBitsToDouble(argument);
        };
    }

    /** RFC 8949, appendix D. */
    static double half(int bits) {
        int exponent = bits >>> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        double magnitude;
        if (exponent == 0) {
            magnitude = Math.scalb((double) fraction, -24);
        } else if (exponent == 0x1F) {
            magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else {
            magnitude = Math.scalb((double) (fraction + 0x400), exponent - 25);
        }
        return (bits & 0x8000) == 0 ? magnitude : -magnitude;
    }

    private long epoch() {
        if (isFloat()) {
            return SECONDS.ofDouble(ofHead());
        }
        if (argument < 0) {
            return EventTime.INVALID;
        }
        return SECONDS.ofInteger(major == UNSIGNED ? argument : ~argument);
    }

    private boolean reportTime(PathNode node, long timeNs) {
        return report(node, TokenKind.TIME, timeNs);
    }

    private boolean bigInteger(PathNode node, int at, boolean isNegative) {
        int from = position;
        if (!skip(at, "a big integer", argument)) {
            return false;
        }
        int to = position;
        while (from < to && bytes[from] == 0) {
            from++;
        }
        position = from;
        int further = Math.max(0, to - from - Long.BYTES);
        long high = bigEndian(to - from - further);
        boolean hasMore = false;
        for (int i = position; i < to; i++) {
            hasMore |= bytes[i] != 0;
        }
        position = to;
        if (further == 0 && !isNegative) {
            return reportUnsigned(node, high);
        }
        if (further == 0 && high >= 0) {
            return report(node, TokenKind.INTEGER, ~high);
        }
        double magnitude = ((high >>> 1) | (high & 1) | (hasMore ? 1 : 0)) * 2.0;
        double number = further > 128 ? Double.POSITIVE_INFINITY : Math.scalb(magnitude, further * Byte.SIZE);
        return reportDouble(node, isNegative ? -number : number);
    }

    /** An array of exponent and mantissa becomes a number in decimal digits. */
    private boolean decimalFraction(PathNode node, int at) {
        if (!integer(at)) {
            return false;
        }
        long exponent = major == UNSIGNED ? argument : ~argument;
        if (!integer(at)) {
            return false;
        }
        int from = findings.reserve(DECIMAL_LENGTH);
        int to = decimal(major == UNSIGNED ? argument : ~argument, from);
        findings.scratch()[to++] = 'e';
        setScratch(from, decimal(exponent, to));
        if (node != null) {
            findings.scalar(node, TokenKind.NUMBER, textFrom, textTo);
        }
        return true;
    }

    private boolean integer(int at) {
        if (!head()) {
            return false;
        }
        boolean isInteger = (major == UNSIGNED || major == NEGATIVE) && argument >= 0;
        return isInteger || fail(at, "a decimal fraction needs an exponent and a mantissa of 64 bits");
    }

    private byte[] textBytes() {
        return textFrom < 0 ? findings.scratch() : bytes;
    }

    private int first() {
        return textFrom < 0 ? ~textFrom : textFrom;
    }

    private int last() {
        return first() + textTo - textFrom;
    }
}
