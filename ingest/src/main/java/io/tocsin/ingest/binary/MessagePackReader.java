package io.tocsin.ingest.binary;

import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.mapping.PathNode;
import io.tocsin.ingest.mapping.TokenKind;

/**
 * Reads MessagePack in one pass. An integer key names its member by its decimal text; other keys than texts and
 * integers name none. The timestamp extension is a time; bin and other extensions are no values. One thread; allocates
 * for faults only.
 */
public final class MessagePackReader extends BinaryReader {
    private static final int FIRST_FIXMAP = 0x80;
    private static final int FIRST_FIXARRAY = 0x90;
    private static final int FIRST_FIXSTR = 0xA0;
    private static final int NIL = 0xC0;
    private static final int NEVER_USED = 0xC1;
    private static final int TRUE = 0xC3;
    private static final int BIN_8 = 0xC4;
    private static final int EXT_8 = 0xC7;
    private static final int FLOAT_32 = 0xCA;
    private static final int FLOAT_64 = 0xCB;
    private static final int UINT_8 = 0xCC;
    private static final int INT_8 = 0xD0;
    private static final int FIXEXT_1 = 0xD4;
    private static final int STR_8 = 0xD9;
    private static final int ARRAY_16 = 0xDC;
    private static final int MAP_16 = 0xDE;
    private static final int FIRST_NEGATIVE_FIXINT = 0xE0;

    private static final int TIMESTAMP = -1;
    private static final int MAX_NANOS = 999_999_999;

    /** A reader of any number of documents. */
    public MessagePackReader() {
        super("MessagePack");
    }

    @Override
    boolean value(PathNode node, int depth) {
        int at = position;
        if (position >= end) {
            return fail(end, "the document ends where a value should be");
        }
        int first = bytes[position++] & 0xFF;
        if (first < FIRST_FIXMAP) {
            return report(node, TokenKind.INTEGER, first);
        }
        if (first >= FIRST_NEGATIVE_FIXINT) {
            return report(node, TokenKind.INTEGER, (byte) first);
        }
        if (first < FIRST_FIXARRAY) {
            return map(node, depth, at, first & 0xF);
        }
        if (first < FIRST_FIXSTR) {
            return array(node, depth, at, first & 0xF);
        }
        if (first < NIL) {
            return text(at, first & 0x1F) && reportText(node);
        }
        return item(node, depth, at, first);
    }

    /** Reads the item after a first byte from {@code 0xc0} to {@code 0xdf}. */
    private boolean item(PathNode node, int depth, int at, int first) {
        if (first == NEVER_USED) {
            return fail(at, "the byte 0xc1, which is never used");
        }
        if (first < BIN_8) {
            return report(node, first == NIL ? TokenKind.NULL : first == TRUE ? TokenKind.TRUE : TokenKind.FALSE);
        }
        int size = sizeOf(first);
        if (end - position < size) {
            return fail(end, "the document ends within a head of " + (1 + size) + " bytes");
        }
        if (first >= MAP_16) {
            return map(node, depth, at, bigEndian(size));
        }
        if (first >= ARRAY_16) {
            return array(node, depth, at, bigEndian(size));
        }
        if (first >= STR_8) {
            return text(at, bigEndian(size)) && reportText(node);
        }
        if (first >= FIXEXT_1) {
            return extension(node, at, 1L << (first - FIXEXT_1));
        }
        if (first >= INT_8) {
            int unused = Long.SIZE - size * Byte.SIZE;
            return report(node, TokenKind.INTEGER, bigEndian(size) << unused >> unused);
        }
        if (first >= UINT_8) {
            return reportUnsigned(node, bigEndian(size));
        }
        if (first == FLOAT_64) {
            return reportDouble(node, Double.longBitsToDouble(bigEndian(size)));
        }
        if (first == FLOAT_32) {
            return reportFloat(node, Float.intBitsToFloat((int) bigEndian(size)));
        }
        if (first >= EXT_8) {
            return extension(node, at, bigEndian(size));
        }
        return skip(at, "a byte string", bigEndian(size)) && reportNoValue(node);
    }

    /** Bytes of the number, or of the length, after a first byte. */
    private static int sizeOf(int first) {
        if (first >= ARRAY_16) {
            return 2 << (first & 1);
        }
        if (first >= STR_8) {
            return 1 << (first - STR_8);
        }
        if (first >= FIXEXT_1) {
            return 0;
        }
        if (first >= UINT_8) {
            return 1 << (first & 3);
        }
        if (first >= FLOAT_32) {
            return first == FLOAT_32 ? Float.BYTES : Double.BYTES;
        }
        return first >= EXT_8 ? 1 << (first - EXT_8) : 1 << (first - BIN_8);
    }

    @Override
    boolean key(boolean isWanted, int depth) {
        if (position >= end) {
            return fail(end, "the document ends where a member's name should be");
        }
        int at = position;
        int first = bytes[position] & 0xFF;
        boolean isText = (first >= FIRST_FIXSTR && first < NIL) || (first >= STR_8 && first < ARRAY_16);
        boolean isInteger =
                first < FIRST_FIXMAP || first >= FIRST_NEGATIVE_FIXINT || (first >= UINT_8 && first < FIXEXT_1);
        boolean isRead = value(null, depth + 1);
        isNamed = isText || (isInteger && isWanted);
        if (isRead && isInteger && isWanted) {
            name(at, first);
        }
        return isRead;
    }

    /** Names the member by the integer that was read. */
    private void name(int at, int first) {
        int after = position;
        position = at + 1;
        int size = after - position;
        boolean isUnsigned = first >= UINT_8 && first < INT_8;
        long number = size == 0 ? (byte) first : bigEndian(size);
        if (size > 0 && !isUnsigned) {
            int unused = Long.SIZE - size * Byte.SIZE;
            number = number << unused >> unused;
        }
        isNamed = !isUnsigned || number >= 0;
        if (isNamed) {
            nameOf(number);
        }
    }

    private boolean map(PathNode place, int depth, int at, long count) {
        if (depth > MAX_DEPTH) {
            return tooDeep();
        }
        if (count > (end - position) / 2) {
            return beyond(at, "a map", count);
        }
        PathNode node = findings.ofObject(place);
        long object = findings.enter(node);
        for (long i = 0; i < count; i++) {
            if (!member(node, object, depth)) {
                return false;
            }
        }
        findings.leave();
        return true;
    }

    private boolean array(PathNode node, int depth, int at, long count) {
        if (depth > MAX_DEPTH) {
            return tooDeep();
        }
        if (!has(count)) {
            return beyond(at, "an array", count);
        }
        findings.enter(node);
        for (int i = 0; i < count; i++) {
            if (!element(node, i, depth)) {
                return false;
            }
        }
        findings.leave();
        return true;
    }

    /** The type follows, and then so many bytes. */
    private boolean extension(PathNode node, int at, long length) {
        if (!has(length + 1)) {
            return beyond(at, "an extension", length);
        }
        int type = bytes[position++];
        if (type != TIMESTAMP || (length != 4 && length != 8 && length != 12)) {
            position += (int) length;
            return reportNoValue(node);
        }
        long nanos = 0;
        long seconds;
        if (length == 4) {
            seconds = bigEndian(4);
        } else if (length == 8) {
            long both = bigEndian(8);
            nanos = both >>> 34;
            seconds = both & (1L << 34) - 1;
        } else {
            nanos = bigEndian(4);
            seconds = bigEndian(8);
        }
        long timeNs = SECONDS.ofInteger(seconds);
        boolean isTime = timeNs != EventTime.INVALID && nanos <= MAX_NANOS;
        return report(node, TokenKind.TIME, isTime ? timeNs + nanos : EventTime.INVALID);
    }
}
