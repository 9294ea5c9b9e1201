package io.tocsin.alerts.outbox;

import java.nio.charset.StandardCharsets;

/** From a sink's name to the name of a file of its own. */
final class SinkFileName {
    private SinkFileName() {}

    /** Everything but letters, digits, {@code -} and {@code _} as {@code %} and two hex digits, then the extension. */
    static String of(String sink, String extension) {
        StringBuilder name = new StringBuilder();
        for (byte b : sink.getBytes(StandardCharsets.UTF_8)) {
            boolean plain =
                    (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '-' || b == '_';
            name.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b));
        }
        return name.append(extension).toString();
    }
}
