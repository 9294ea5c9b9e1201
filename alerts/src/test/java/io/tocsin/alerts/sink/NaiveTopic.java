package io.tocsin.alerts.sink;

import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** The slow, obvious topic template, a code point at a time, written from the words of {@link TopicTemplate}. */
final class NaiveTopic {
    private static final List<String> NAMES = List.of("alarm", "sensor", "level", "priority", "gateway", "event");
    /** Unicode's categories of invisible characters; emoji and some scripts need the two joiners. */
    private static final Pattern HIDDEN =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\\x{200C}\\x{200D}]]");

    /** By code point: 1 when it is hidden, -1 when not, 0 before anybody asked. */
    private static final byte[] ANSWERS = new byte[Character.MAX_CODE_POINT + 1];

    private static final int MAX_LENGTH = 1024;
    private static final int MAX_PLACEHOLDERS = 32;

    private NaiveTopic() {}

    /**
     * The topic of an event, or null when the template is none.
     *
     * @param fields in the order of the names
     */
    static String of(String template, String[] fields) {
        if (template.isEmpty() || template.length() > MAX_LENGTH || template.startsWith("$")) {
            return null;
        }
        StringBuilder topic = new StringBuilder();
        int placeholders = 0;
        int at = 0;
        while (at < template.length()) {
            int codePoint = template.codePointAt(at);
            if (codePoint == '{') {
                int close = template.indexOf('}', at);
                int field = close < 0 ? -1 : NAMES.indexOf(template.substring(at + 1, close));
                if (field < 0 || ++placeholders > MAX_PLACEHOLDERS) {
                    return null;
                }
                topic.append(text(NAMES.get(field), fields[field]));
                at = close + 1;
            } else {
                if (codePoint == '+' || codePoint == '#' || isHidden(codePoint) || isNonCharacter(codePoint)) {
                    return null;
                }
                topic.appendCodePoint(codePoint);
                at += Character.charCount(codePoint);
            }
        }
        return topic.indexOf("$") == 0 ? topic.replace(0, 1, "_").toString() : topic.toString();
    }

    private static String text(String name, String field) {
        if (name.equals("level") && field.isEmpty()) {
            return "none";
        }
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < field.length()) {
            int codePoint = field.codePointAt(at);
            int next = at + Character.charCount(codePoint);
            if (isHidden(codePoint) || isNonCharacter(codePoint) || field.startsWith("\\u", at)) {
                for (int i = at; i < next; i++) {
                    text.append("\\u").append(HexFormat.of().withUpperCase().toHexDigits(field.charAt(i)));
                }
            } else if (codePoint == '+' || codePoint == '#' || (codePoint == '/' && !name.equals("sensor"))) {
                text.append('_');
            } else {
                text.appendCodePoint(codePoint);
            }
            at = next;
        }
        return text.toString();
    }

    private static boolean isHidden(int codePoint) {
        if (ANSWERS[codePoint] == 0) {
            ANSWERS[codePoint] =
                    (byte) (HIDDEN.matcher(Character.toString(codePoint)).matches() ? 1 : -1);
        }
        return ANSWERS[codePoint] > 0;
    }

    private static boolean isNonCharacter(int codePoint) {
        return (codePoint >= 0xFDD0 && codePoint <= 0xFDEF) || codePoint % 0x10000 >= 0xFFFE;
    }
}
