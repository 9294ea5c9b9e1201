package io.tocsin.ingest.decode;

/**
 * Reads JSON of the common shape in one pass, without allocation: objects within objects, ASCII text without escapes,
 * numbers, true, false and null. At anything else (arrays, escapes, other characters, a wanted member that holds an
 * object or is given twice, any fault) it gives up, and {@link JsonFallback} decides. So what it accepts is JSON.
 */
final class JsonScanner {
    private static final int NOT_FOUND = -1;

    private final JsonMembers members;
    private byte[] bytes;
    private int end;
    private int position;

    JsonScanner(JsonMembers members) {
        this.members = members;
    }

    /** Whether the range was of the common shape; its wanted members have been reported then. */
    boolean scan(byte[] source, int from, int to) {
        bytes = source;
        end = to;
        position = from;
        skipSpace();
        if (!at('{') || !object(members.root(), 1)) {
            return false;
        }
        skipSpace();
        return position == end;
    }

    /** At the brace. {@code node} is null when nothing below is wanted. */
    private boolean object(JsonMember node, int depth) {
        if (depth > JsonDecoder.MAX_DEPTH) {
            return false;
        }
        position++;
        skipSpace();
        if (at('}')) {
            position++;
            return true;
        }
        while (at('"')) {
            int nameFrom = position + 1;
            int nameTo = text();
            if (nameTo == NOT_FOUND) {
                return false;
            }
            JsonMember member = node == null ? null : node.child(bytes, nameFrom, nameTo);
            skipSpace();
            if (!at(':')) {
                return false;
            }
            position++;
            skipSpace();
            if (member != null && !members.onMember(member)) {
                return false;
            }
            if (position == end || !value(member, depth)) {
                return false;
            }
            skipSpace();
            if (at('}')) {
                position++;
                return true;
            }
            if (!at(',')) {
                return false;
            }
            position++;
            skipSpace();
        }
        return false;
    }

    private boolean value(JsonMember member, int depth) {
        return switch (bytes[position]) {
            case '{' -> (member == null || !member.isWanted()) && object(member, depth + 1);
            case '"' -> textValue(member);
            case 't' -> literal("true") && reportBoolean(member, true);
            case 'f' -> literal("false") && reportBoolean(member, false);
            case 'n' -> literal("null") && reportNull(member);
            default -> numberValue(member);
        };
    }

    private boolean textValue(JsonMember member) {
        int from = position + 1;
        int to = text();
        if (to != NOT_FOUND && member != null) {
            members.onText(member, bytes, from, to);
        }
        return to != NOT_FOUND;
    }

    private boolean numberValue(JsonMember member) {
        int from = position;
        boolean isNumber = number();
        if (isNumber && member != null) {
            members.onNumber(member, bytes, from, position);
        }
        return isNumber;
    }

    private boolean reportBoolean(JsonMember member, boolean value) {
        if (member != null) {
            members.onBoolean(member, value);
        }
        return true;
    }

    private boolean reportNull(JsonMember member) {
        if (member != null) {
            members.onNull(member);
        }
        return true;
    }

    /** At the opening quote; goes behind the closing one. The index of the closing one, or NOT_FOUND. */
    private int text() {
        for (int i = position + 1; i < end; i++) {
            byte b = bytes[i];
            if (b == '"') {
                position = i + 1;
                return i;
            }
            // Negative bytes are not ASCII.
            if (b < ' ' || b == '\\') {
                return NOT_FOUND;
            }
        }
        return NOT_FOUND;
    }

    private boolean literal(String word) {
        if (end - position < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[position + i] != word.charAt(i)) {
                return false;
            }
        }
        position += word.length();
        return true;
    }

    /** RFC 8259, section 6: no plus sign, no leading zero, digits on both sides of a point. */
    private boolean number() {
        if (at('-')) {
            position++;
        }
        if (at('0')) {
            position++;
        } else if (!digits()) {
            return false;
        }
        if (at('.')) {
            position++;
            if (!digits()) {
                return false;
            }
        }
        if (at('e') || at('E')) {
            position++;
            if (at('-') || at('+')) {
                position++;
            }
            return digits();
        }
        return true;
    }

    private boolean digits() {
        int from = position;
        while (position < end && bytes[position] >= '0' && bytes[position] <= '9') {
            position++;
        }
        return position > from;
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

    private boolean at(char c) {
        return position < end && bytes[position] == c;
    }
}
