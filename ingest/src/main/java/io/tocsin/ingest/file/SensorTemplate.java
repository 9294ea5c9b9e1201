package io.tocsin.ingest.file;

import java.util.ArrayList;
import java.util.List;

/**
 * Name of a row's sensors: text with {@code {file}}, the name of the file without its ending, {@code {column}}, the
 * name of the value's column, and {@code {tag}}, the field of the column {@code tag}, whose {@code / + #} become
 * {@code %2F %2B %23}; {@code {+tag}} keeps its {@code /} as levels. Immutable.
 */
public final class SensorTemplate {
    /** Each column a sensor. */
    public static final SensorTemplate COLUMN = parse("{column}");

    private final String text;
    private final List<Part> parts = new ArrayList<>();

    /** Kind of a part. */
    enum Kind {
        LITERAL,
        FILE,
        COLUMN,
        /** A field, escaped. */
        FIELD,
        /** A field with its levels. */
        LEVELS,
        /** A field as it is, which is the whole name. */
        NAME
    }

    /** @param text the literal, or the column of a field */
    record Part(Kind kind, String text) {}

    private SensorTemplate(String text) {
        this.text = text;
    }

    /** The field of a column is the name. */
    public static SensorTemplate ofField(String column) {
        SensorTemplate template = new SensorTemplate(column);
        template.parts.add(new Part(Kind.NAME, column));
        return template;
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException with the fault, as the end of a sentence about the template
     */
    public static SensorTemplate parse(String text) {
        SensorTemplate template = new SensorTemplate(text);
        int from = 0;
        while (from < text.length()) {
            int open = text.indexOf('{', from);
            int literalEnd = open < 0 ? text.length() : open;
            if (literalEnd > from) {
                template.parts.add(new Part(Kind.LITERAL, text.substring(from, literalEnd)));
            }
            if (open < 0) {
                break;
            }
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException("has a { without }");
            }
            template.parts.add(placeholder(text.substring(open + 1, close)));
            from = close + 1;
        }
        return template;
    }

    private static Part placeholder(String name) {
        boolean keepsLevels = name.startsWith("+");
        String column = keepsLevels ? name.substring(1) : name;
        if (column.isBlank()) {
            throw new IllegalArgumentException(
                    "has {" + name + "}; a placeholder is {file}, {column} or the name of a column");
        }
        return switch (name) {
            case "file" -> new Part(Kind.FILE, "");
            case "column" -> new Part(Kind.COLUMN, "");
            default -> new Part(keepsLevels ? Kind.LEVELS : Kind.FIELD, column);
        };
    }

    List<Part> parts() {
        return parts;
    }

    /** Whether it has {@code {column}}. */
    public boolean hasColumn() {
        return parts.stream().anyMatch(part -> part.kind() == Kind.COLUMN);
    }

    /** The columns whose fields are a part of it. */
    public List<String> fields() {
        return parts.stream()
                .filter(part -> part.kind().compareTo(Kind.FIELD) >= 0)
                .map(Part::text)
                .toList();
    }

    /** Whether a row decides about it. */
    boolean hasField() {
        return !fields().isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SensorTemplate template && text.equals(template.text) && parts.equals(template.parts);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As written: a template, or the name of a column. */
    @Override
    public String toString() {
        return text;
    }
}
