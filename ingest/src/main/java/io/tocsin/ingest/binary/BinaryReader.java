package io.tocsin.ingest.binary;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.TimeReader;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.decode.Utf8;
import io.tocsin.ingest.mapping.DocumentFault;
import io.tocsin.ingest.mapping.DocumentReader;
import io.tocsin.ingest.mapping.Findings;
import io.tocsin.ingest.mapping.PathNode;
import io.tocsin.ingest.mapping.TokenKind;
import java.nio.charset.StandardCharsets;

/**
 * Common part of the binary formats: the bounds of the document, names of members, faults. Every byte is checked to lie
 * before the end; a length that the rest of the document cannot hold is a fault. One thread; allocates for faults only.
 */
abstract class BinaryReader implements DocumentReader {
    /** The deepest nesting; the root is 1. */
    static final int MAX_DEPTH = 32;

    static final TimeReader SECONDS = TimeFormat.of(TimeUnits.S).reader();
    private static final int MAX_LONG_LENGTH = 20;

    private final String format;
    private int start;
    byte[] bytes;
    int end;
    int position;
    Findings findings;
    DocumentFault fault;

    /** The range of the text or name that was read last, as {@link Findings} takes it. */
    int textFrom;

    int textTo;
    /** Whether the key that was read last names a member; its name then is the range of the text. */
    boolean isNamed;

    /** @param format name of the format, for faults */
    BinaryReader(String format) {
        this.format = format;
    }

    @Override
    public final DocumentFault read(byte[] source, int from, int to, PathNode root, Findings target) {
        bytes = source;
        start = from;
        end = to;
        position = from;
        findings = target;
        fault = null;
        if (position == end) {
            return bad(position, "the payload is empty");
        }
        findings.at(root);
        if (!value(root, 1)) {
            return fault;
        }
        return position == end ? null : bad(position, "something follows the document");
    }

    /** Reads a value; {@code node} is null when nothing of it is wanted. False: {@link #fault} says why. */
    abstract boolean value(PathNode node, int depth);

    /** Reads a key: the name of a member into the range of the text, or another key, which no path can name. */
    abstract boolean key(boolean isWanted, int depth);

    /** Reads a member of the object that has the number. */
    final boolean member(PathNode node, long object, int depth) {
        int at = position;
        if (!key(node != null, depth)) {
            return false;
        }
        PathNode member = null;
        if (node != null && isNamed) {
            findings.name(textFrom, textTo);
            member = textFrom < 0
                    ? node.member(findings.scratch(), ~textFrom, ~textFrom + textTo - textFrom)
                    : node.member(bytes, textFrom, textTo);
            if (member != null && !findings.isFirst(member, node, object)) {
                return fail(at, "the member " + memberName() + " is given twice");
            }
        }
        if (member != null) {
            findings.at(member);
        }
        return value(member, depth + 1);
    }

    /** Reads an element. */
    final boolean element(PathNode node, int index, int depth) {
        PathNode element = node == null ? null : node.element(index);
        if (element != null) {
            findings.at(element);
        }
        return value(element, depth + 1);
    }

    /** Reports a scalar without a range. Always true. */
    final boolean report(PathNode node, TokenKind kind) {
        if (node != null) {
            findings.scalar(node, kind, 0, 0);
        }
        return true;
    }

    /** Reports the text that was read last. Always true. */
    final boolean reportText(PathNode node) {
        if (node != null) {
            findings.scalar(node, TokenKind.TEXT, textFrom, textTo);
        }
        return true;
    }

    /** Reports a binary number or time. Always true. */
    final boolean report(PathNode node, TokenKind kind, long bits) {
        if (node != null) {
            findings.number(node, kind, bits);
        }
        return true;
    }

    final boolean reportDouble(PathNode node, double number) {
        return report(node, TokenKind.DOUBLE, Double.doubleToRawLongBits(number));
    }

    /** Reports a float of at most 32 bits. */
    final boolean reportFloat(PathNode node, double number) {
        return report(node, TokenKind.FLOAT, Double.doubleToRawLongBits(number));
    }

    /** Reports an unsigned number of 64 bits. */
    final boolean reportUnsigned(PathNode node, long number) {
        return report(node, number < 0 ? TokenKind.UNSIGNED : TokenKind.INTEGER, number);
    }

    /** Reports content that is no value: bytes, or a type that has no meaning here. Always true. */
    final boolean reportNoValue(PathNode node) {
        if (node != null) {
            findings.enter(node);
            findings.leave();
        }
        return true;
    }

    /** Whether the rest of the document holds so many bytes, an unsigned number. */
    final boolean has(long length) {
        return length >= 0 && length <= end - position;
    }

    /** Goes over a text of so many bytes and sets its range; {@code at} is where its head begins. */
    final boolean text(int at, long length) {
        if (!has(length)) {
            return beyond(at, "a text", length);
        }
        textFrom = position;
        position += (int) length;
        textTo = position;
        return Utf8.isValid(bytes, textFrom, textTo) || badText(at);
    }

    /** Goes over bytes. */
    final boolean skip(int at, String what, long length) {
        if (!has(length)) {
            return beyond(at, what, length);
        }
        position += (int) length;
        return true;
    }

    /** Makes an integer the name of a member: its decimal text. */
    final void nameOf(long number) {
        int from = findings.reserve(MAX_LONG_LENGTH);
        setScratch(from, decimal(number, from));
    }

    /** The text is a range of the scratch. */
    final void setScratch(int from, int to) {
        findings.used(to);
        textFrom = ~from;
        textTo = textFrom + to - from;
    }

    /** Writes an integer in decimal digits into the scratch, which has room; returns the index after them. */
    final int decimal(long number, int from) {
        byte[] out = findings.scratch();
        int to = from;
        if (number < 0) {
            out[to++] = '-';
        }
        int digits = 1;
        for (long rest = number / 10; rest != 0; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = to + digits - 1; i >= to; i--) {
            out[i] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        }
        return to + digits;
    }

    /** A big-endian number of so many bytes, which the document must hold; eight fill all bits. */
    final long bigEndian(int count) {
        long number = 0;
        for (int i = 0; i < count; i++) {
            number = number << 8 | (bytes[position++] & 0xFF);
        }
        return number;
    }

    final boolean tooDeep() {
        fault = new DocumentFault(Counter.DROPPED_TOO_DEEP, "nested deeper than " + MAX_DEPTH);
        return false;
    }

    final boolean fail(int at, String what) {
        fault = bad(at, what);
        return false;
    }

    /** A length or count that runs beyond the end; it is unsigned. */
    final boolean beyond(int at, String what, long length) {
        return fail(
                at, what + " of " + Long.toUnsignedString(length) + " where " + (end - position) + " bytes are left");
    }

    private boolean badText(int at) {
        fault = new DocumentFault(Counter.DROPPED_BAD_UTF8, "the text at byte " + (at - start) + " is not UTF-8");
        return false;
    }

    private DocumentFault bad(int at, String what) {
        String where = at >= end ? (end - start) + " (the end)" : Integer.toString(at - start);
        return new DocumentFault(Counter.DROPPED_BAD_PAYLOAD, "not " + format + " at byte " + where + ": " + what);
    }

    private String memberName() {
        return textFrom < 0
                ? new String(findings.scratch(), ~textFrom, textTo - textFrom, StandardCharsets.UTF_8)
                : new String(bytes, textFrom, textTo - textFrom, StandardCharsets.UTF_8);
    }
}
