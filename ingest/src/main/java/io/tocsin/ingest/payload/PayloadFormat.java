package io.tocsin.ingest.payload;

import io.tocsin.ingest.json.JsonReader;
import io.tocsin.ingest.mapping.DocumentReader;

/** Formats of payloads. */
public enum PayloadFormat {
    /** The whole payload is one value: a decimal number, true or false, or a text. */
    NUMBER("number", true),
    /** The whole payload is one text, also where it reads as a number. */
    TEXT("text", true),
    JSON("json", true);

    private final String label;
    private final boolean isText;

    PayloadFormat(String label, boolean isText) {
        this.label = label;
        this.isText = isText;
    }

    /** The word of the configuration. */
    public String label() {
        return label;
    }

    /** Whether the payload is text, which may have a byte order mark before it and NUL bytes behind it. */
    boolean isText() {
        return isText;
    }

    /** Whether the payload has members to name. */
    public boolean hasMembers() {
        return this != NUMBER && this != TEXT;
    }

    DocumentReader reader() {
        return switch (this) {
            case NUMBER -> new ScalarReader(false);
            case TEXT -> new ScalarReader(true);
            case JSON -> new JsonReader();
        };
    }
}
