package io.tocsin.alerts.sink;

import io.tocsin.alerts.event.PlainText;
import java.util.HexFormat;

/**
 * Text for an MQTT topic: control and format characters, line separators, and the non-characters that brokers refuse,
 * are written as {@code \\}{@code uXXXX}. A backslash before a {@code u} is escaped too, so different texts have
 * different topics.
 */
final class TopicText {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int FIRST_NON_CHARACTER = 0xFDD0;
    private static final int LAST_NON_CHARACTER = 0xFDEF;
    /** The last two of each plane are non-characters. */
    private static final int END_OF_PLANE = 0xFFFE;

    private TopicText() {}

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            int next = i + Character.charCount(codePoint);
            boolean looksEscaped = codePoint == '\\' && next < text.length() && text.charAt(next) == 'u';
            if (looksEscaped || !isPlain(codePoint)) {
                for (char unit : Character.toChars(codePoint)) {
                    escaped.append("\\u").append(HEX.toHexDigits(unit));
                }
            } else {
                escaped.appendCodePoint(codePoint);
            }
            i = next;
        }
        return escaped.toString();
    }

    /** Whether brokers accept the text unchanged, apart from wildcards. */
    static boolean isPlain(String text) {
        return text.codePoints().allMatch(TopicText::isPlain);
    }

    private static boolean isPlain(int codePoint) {
        boolean isNonCharacter = (codePoint >= FIRST_NON_CHARACTER && codePoint <= LAST_NON_CHARACTER)
                || (codePoint & END_OF_PLANE) == END_OF_PLANE;
        return !isNonCharacter && PlainText.isPlain(codePoint);
    }
}
