package io.tocsin.alerts.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A text with placeholders in braces, split once into literals and names. Immutable.
 *
 * <p>Inserted values are not searched for placeholders.
 */
public final class Placeholders {
    /** The longest template, characters. */
    public static final int MAX_LENGTH = 1024;
    /** The most placeholders of a template. */
    public static final int MAX_PLACEHOLDERS = 32;

    /** Alternating: literal, name, literal, name, … literal. */
    private final List<String> parts;

    private Placeholders(List<String> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * @param template the text
     * @param names the placeholders it may have, without braces
     * @param levels whether it may have {@code {1}}, {@code {2}} …
     * @throws IllegalArgumentException unknown placeholder, open brace, too long, control character
     */
    public static Placeholders parse(String template, Set<String> names, boolean levels) {
        if (template.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a template must have at most " + MAX_LENGTH + " characters, length=" + template.length());
        }
        if (!PlainText.isPlain(template)) {
            throw new IllegalArgumentException("a template must have no control characters, line separators or "
                    + "unpaired surrogates, template=" + PlainText.escape(template));
        }
        List<String> parts = new ArrayList<>();
        int literal = 0;
        for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', literal)) {
            int close = template.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException("'{' without '}', template=" + template);
            }
            String name = template.substring(open + 1, close);
            if (!names.contains(name) && !(levels && isLevel(name))) {
                throw new IllegalArgumentException("unknown placeholder, placeholder={" + name + "}");
            }
            parts.add(template.substring(literal, open));
            parts.add(name);
            literal = close + 1;
        }
        parts.add(template.substring(literal));
        if (parts.size() / 2 > MAX_PLACEHOLDERS) {
            throw new IllegalArgumentException(
                    "a template must have at most " + MAX_PLACEHOLDERS + " placeholders, count=" + parts.size() / 2);
        }
        return new Placeholders(parts);
    }

    /** A text without placeholders, whatever braces it has. */
    static Placeholders none(String text) {
        return new Placeholders(List.of(text));
    }

    /** The text with every placeholder replaced by the value of its name in {@code values}. */
    public String fill(UnaryOperator<String> values) {
        StringBuilder text = new StringBuilder(parts.get(0));
        for (int i = 1; i < parts.size(); i += 2) {
            text.append(values.apply(parts.get(i))).append(parts.get(i + 1));
        }
        return text.toString();
    }

    /** The literal texts between the placeholders. */
    public String literals() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts.size(); i += 2) {
            text.append(parts.get(i));
        }
        return text.toString();
    }

    private static boolean isLevel(String name) {
        return name.matches("[1-9][0-9]{0,2}");
    }
}
