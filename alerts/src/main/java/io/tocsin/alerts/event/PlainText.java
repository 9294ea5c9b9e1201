package io.tocsin.alerts.event;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Text that is safe in log lines, on terminals and in any encoding: without control characters. */
public final class PlainText {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    /** Format characters that Persian, the Indic scripts and emoji need. */
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;

    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private PlainText() {}

    /** Whether the text has no control or format characters, line separators or unpaired surrogates. */
    public static boolean isPlain(String text) {
        return text.codePoints().allMatch(PlainText::isPlain);
    }

    /** The text with every character that is not plain written as {@code \}{@code uXXXX}. */
    public static String escape(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isPlain(c)) {
                escaped.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    escaped.append("\\u").append(HEX.toHexDigits(unit));
                }
            }
        });
        return escaped.toString();
    }

    /** The text with every unpaired surrogate replaced by {@code ?}. */
    static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** Whether the character is plain. */
    public static boolean isPlain(int codePoint) {
        if (codePoint == ZERO_WIDTH_NON_JOINER || codePoint == ZERO_WIDTH_JOINER) {
            return true;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
