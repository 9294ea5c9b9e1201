package io.tocsin.ingest;

/** Text that can stand inside a JSON string, and in a log line, without changing what stands around it: ASCII only. */
public final class EscapedText {
    private static final String HEX = "0123456789abcdef";

    private EscapedText() {}

    /** The text, escaped. */
    public static String of(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        append(escaped, text);
        return escaped.toString();
    }

    static void append(StringBuilder target, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                target.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7F) {
                target.append(c);
            } else {
                target.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    target.append(HEX.charAt((c >>> shift) & 0xF));
                }
            }
        }
    }
}
