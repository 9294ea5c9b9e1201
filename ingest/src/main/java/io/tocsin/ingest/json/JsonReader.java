package io.tocsin.ingest.json;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.ingest.decode.DecimalText;
import io.tocsin.ingest.decode.Utf8;
import io.tocsin.ingest.decode.ValueText;
import io.tocsin.ingest.mapping.DocumentFault;
import io.tocsin.ingest.mapping.DocumentReader;
import io.tocsin.ingest.mapping.Findings;
import io.tocsin.ingest.mapping.PathNode;
import io.tocsin.ingest.mapping.TokenKind;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON (RFC 8259) in one pass, and beyond it the bare words {@code nan}, {@code inf} and {@code infinity} of
 * firmware in C, in any case and with a sign, as texts. Object, array or scalar may be the root. A member that the
 * mapping asks for by name may be in its object once.
 *
 * <p>A fault is where the reader first cannot go on; of such a document nothing is used.
 */
public final class JsonReader implements DocumentReader {
    /** The deepest nesting; the root is 1. */
    public static final int MAX_DEPTH = 32;

    private static final int FAULT = -1;

    private final JsonText texts = new JsonText();
    private byte[] bytes;
    private int start;
    private int end;
    private int position;
    private boolean isUtf8;
    private Findings findings;
    private DocumentFault fault;
    /** The range of the text that was read last, as {@link Findings} takes it. */
    private int textFrom;

    private int textTo;

    @Override
    public DocumentFault read(byte[] source, int from, int to, PathNode root, Findings target) {
        bytes = source;
        start = from;
        end = to;
        position = from;
        isUtf8 = false;
        findings = target;
        fault = null;
        skipSpace();
        if (position == end) {
            return bad("the payload is empty");
        }
        findings.at(root);
        if (!value(root, 1)) {
            return fault;
        }
        skipSpace();
        return position == end ? null : bad("something follows the document");
    }

    private boolean value(PathNode node, int depth) {
        if (position == end) {
            return fail("the document ends where a value should be");
        }
        return switch (bytes[position]) {
            case '{' -> object(findings.ofObject(node), depth);
            case '[' -> array(node, depth);
            case '"' -> text() && report(node, TokenKind.TEXT, textFrom, textTo);
            case 't' -> literal("true", node, TokenKind.TRUE);
            case 'f' -> literal("false", node, TokenKind.FALSE);
            case 'n' -> at(position + 1, 'u') ? literal("null", node, TokenKind.NULL) : word(node);
            default -> number(node);
        };
    }

    /** At the brace. {@code node} is null when nothing below is wanted. */
    private boolean object(PathNode node, int depth) {
        if (depth > MAX_DEPTH) {
            return tooDeep();
        }
        long object = findings.enter(node);
        position++;
        skipSpace();
        if (at(position, '}')) {
            position++;
            findings.leave();
            return true;
        }
        while (true) {
            if (!at(position, '"')) {
                return fail("expected a member's name in double quotes");
            }
            if (!text()) {
                return false;
            }
            PathNode member = null;
            if (node != null) {
                findings.name(textFrom, textTo);
                member = textFrom < 0
                        ? node.member(findings.scratch(), ~textFrom, ~textFrom + textTo - textFrom)
                        : node.member(bytes, textFrom, textTo);
                if (member != null && !findings.isFirst(member, node, object)) {
                    return fail("the member " + memberName() + " is given twice");
                }
            }
            skipSpace();
            if (!at(position, ':')) {
                return fail("expected : behind the member's name");
            }
            position++;
            skipSpace();
            if (member != null) {
                findings.at(member);
            }
            if (!value(member, depth + 1)) {
                return false;
            }
            skipSpace();
            if (at(position, '}')) {
                position++;
                findings.leave();
                return true;
            }
            if (!at(position, ',')) {
                return fail("expected , or } behind a member");
            }
            position++;
            skipSpace();
        }
    }

    /** At the bracket. */
    private boolean array(PathNode node, int depth) {
        if (depth > MAX_DEPTH) {
            return tooDeep();
        }
        findings.enter(node);
        position++;
        skipSpace();
        if (at(position, ']')) {
            position++;
            findings.leave();
            return true;
        }
        for (int i = 0; ; i++) {
            PathNode element = node == null ? null : node.element(i);
            if (element != null) {
                findings.at(element);
            }
            if (!value(element, depth + 1)) {
                return false;
            }
            skipSpace();
            if (at(position, ']')) {
                position++;
                findings.leave();
                return true;
            }
            if (!at(position, ',')) {
                return fail("expected , or ] behind an element");
            }
            position++;
            skipSpace();
        }
    }

    /** Always true. */
    private boolean report(PathNode node, TokenKind kind, int from, int to) {
        if (node != null) {
            findings.scalar(node, kind, from, to);
        }
        return true;
    }

    /** At the opening quote; goes behind the closing one and sets the text's range. */
    private boolean text() {
        int from = position + 1;
        for (int i = from; i < end; i++) {
            byte b = bytes[i];
            if (b == '"') {
                textFrom = from;
                textTo = i;
                position = i + 1;
                return true;
            }
            if (b == '\\') {
                return escaped(from);
            }
            if (b < 0) {
                if (!checkUtf8()) {
                    return false;
                }
            } else if (b < ' ') {
                position = i;
                return fail("a text has a control character, which must be escaped");
            }
        }
        return failAt(from - 1, "a text has no closing quote");
    }

    private boolean escaped(int from) {
        int end2 = texts.read(bytes, from, end, findings);
        if (end2 < 0) {
            return failAt(texts.faultAt(), texts.fault());
        }
        // A character behind a backslash may have been the first that is not ASCII.
        for (int i = from; i < end2; i++) {
            if (bytes[i] < 0) {
                if (!checkUtf8()) {
                    return false;
                }
                break;
            }
        }
        textFrom = ~texts.from();
        textTo = textFrom + texts.length();
        position = end2;
        return true;
    }

    /** Looks at the whole document when its first byte that is not ASCII is met. */
    private boolean checkUtf8() {
        if (!isUtf8) {
            isUtf8 = Utf8.isValid(bytes, start, end);
            if (!isUtf8) {
                fault = new DocumentFault(Counter.DROPPED_BAD_UTF8, "payload is not UTF-8");
            }
        }
        return isUtf8;
    }

    private boolean literal(String literal, PathNode node, TokenKind kind) {
        int to = position + literal.length();
        for (int i = position; i < to; i++) {
            if (!at(i, literal.charAt(i - position))) {
                return fail("expected a value");
            }
        }
        position = to;
        return report(node, kind, 0, 0);
    }

    /** Letters of {@code nan} or {@code inf}, perhaps behind a sign: a text. */
    private boolean word(PathNode node) {
        int from = position;
        int i = at(from, '-') || at(from, '+') ? from + 1 : from;
        int to = i;
        while (to < end && isLetter(bytes[to])) {
            to++;
        }
        if (!ValueText.equalsIgnoreCase(bytes, i, to, "nan")
                && !ValueText.equalsIgnoreCase(bytes, i, to, "inf")
                && !ValueText.equalsIgnoreCase(bytes, i, to, "infinity")) {
            return fail("expected a value");
        }
        position = to;
        return report(node, TokenKind.TEXT, from, to);
    }

    private static boolean isLetter(byte b) {
        return (b | 0x20) >= 'a' && (b | 0x20) <= 'z';
    }

    /** RFC 8259, section 6: no plus sign, no leading zero, digits on both sides of a point. Reads it on the way. */
    private boolean number(PathNode node) {
        int from = position;
        boolean isNegative = at(from, '-');
        int first = isNegative ? from + 1 : from;
        int i = first;
        long mantissa = 0; // overflows with more digits than are used
        if (at(i, '0')) {
            i++;
        } else {
            while (i < end && isDigit(bytes[i])) {
                mantissa = mantissa * 10 + (bytes[i++] - '0');
            }
        }
        if (i == first) {
            return word(node);
        }
        int point = i;
        if (at(i, '.')) {
            i++;
            while (i < end && isDigit(bytes[i])) {
                mantissa = mantissa * 10 + (bytes[i++] - '0');
            }
            if (i == point + 1) {
                return fail("a number that JSON does not have");
            }
        }
        int digits = i > point ? i - first - 1 : i - first;
        boolean hasExponent = at(i, 'e') || at(i, 'E');
        if (hasExponent) {
            i = digits(at(i + 1, '-') || at(i + 1, '+') ? i + 2 : i + 1);
        }
        if (i == FAULT || (i < end && (isDigit(bytes[i]) || isLetter(bytes[i])))) {
            return fail("a number that JSON does not have");
        }
        position = i;
        if (node != null) {
            boolean isRead = !hasExponent && digits <= DecimalText.MAX_MANTISSA_DIGITS;
            report(node, isRead, isNegative, mantissa, point, from, i);
        }
        return true;
    }

    /** A number: read already, unless it is too long or has an exponent. */
    private void report(PathNode node, boolean isRead, boolean isNegative, long mantissa, int point, int from, int to) {
        if (!isRead || (isNegative && mantissa == 0)) {
            findings.scalar(node, TokenKind.NUMBER, from, to);
        } else if (point == to) {
            findings.whole(node, from, to, isNegative ? -mantissa : mantissa);
        } else {
            findings.decimal(node, from, to, DecimalText.exact(isNegative, mantissa, to - point - 1));
        }
    }

    /** The index behind one digit or more, or FAULT. */
    private int digits(int from) {
        int i = from;
        while (i < end && isDigit(bytes[i])) {
            i++;
        }
        return i > from ? i : FAULT;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private void skipSpace() {
        while (position < end) {
            byte b = bytes[position];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return;
            }
            position++;
        }
    }

    private boolean at(int index, char c) {
        return index < end && bytes[index] == c;
    }

    private String memberName() {
        return textFrom < 0
                ? new String(findings.scratch(), ~textFrom, textTo - textFrom, StandardCharsets.UTF_8)
                : new String(bytes, textFrom, textTo - textFrom, StandardCharsets.UTF_8);
    }

    private boolean tooDeep() {
        fault = new DocumentFault(Counter.DROPPED_TOO_DEEP, "nested deeper than " + MAX_DEPTH);
        return false;
    }

    private boolean failAt(int where, String what) {
        position = where;
        return fail(what);
    }

    private boolean fail(String what) {
        fault = bad(what);
        return false;
    }

    private DocumentFault bad(String what) {
        return new DocumentFault(
                Counter.DROPPED_BAD_JSON, "not JSON at byte " + (position - start) + near() + ": " + what);
    }

    private String near() {
        if (position >= end) {
            return " (the end)";
        }
        int to = Math.min(end, position + 12);
        StringBuilder shown = new StringBuilder();
        for (int i = position; i < to; i++) {
            byte b = bytes[i];
            shown.append(b >= ' ' && b < 127 ? (char) b : '?');
        }
        return " (" + shown + ")";
    }
}
