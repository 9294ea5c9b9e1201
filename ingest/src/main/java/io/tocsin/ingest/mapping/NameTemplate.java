package io.tocsin.ingest.mapping;

import java.util.ArrayList;
import java.util.List;

/**
 * Template of a sensor's name. Placeholders:
 *
 * <pre>
 *   {topic}      the topic              {1} … {n}   its levels
 *   {member}     name of the value      {key}       member name of the element that each: with * met
 *   {a.b}        a member of the element, or else around it; {/a.b} of the document
 *   {+a.b}       the same with its / kept as levels; without + they become %2F
 * </pre>
 *
 * Immutable.
 */
public final class NameTemplate {
    /** The name of a topic filter's sensor where nothing else is said. */
    public static final String DEFAULT = "{topic}";
    /** As {@link #DEFAULT}, where an element has several values. */
    public static final String DEFAULT_OF_SEVERAL = "{topic}/{member}";

    /** Placeholders that are words. */
    public static final List<String> WORDS = List.of("topic", "member", "key");

    private static final int MAX_LENGTH = 1_024;

    private final String text;
    private final List<Part> parts = new ArrayList<>();

    /** One part of a template. */
    sealed interface Part permits Literal, Level, Member, ElementKey, Captured, Topic {}

    /** Text that is always the same. */
    record Literal(String text) implements Part {}

    /** The whole topic. */
    record Topic() implements Part {}

    /** A level of the topic, from 1. */
    record Level(int number) implements Part {}

    /** The value's name. */
    record Member() implements Part {}

    /** The member name of the innermost element that has one. */
    record ElementKey() implements Part {}

    /** A member of the document. */
    record Captured(MemberPath path, boolean keepsLevels) implements Part {}

    private NameTemplate(String text) {
        this.text = text;
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException with the fault, as the end of a sentence about the template
     */
    public static NameTemplate parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("must have at most " + MAX_LENGTH + " characters");
        }
        NameTemplate template = new NameTemplate(text);
        int from = 0;
        while (from < text.length()) {
            int open = text.indexOf('{', from);
            int literalEnd = open < 0 ? text.length() : open;
            if (literalEnd > from) {
                template.parts.add(new Literal(text.substring(from, literalEnd)));
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
        if (name.matches("[1-9]\\d{0,2}")) {
            return new Level(Integer.parseInt(name));
        }
        return switch (name) {
            case "topic" -> new Topic();
            case "member" -> new Member();
            case "key" -> new ElementKey();
            default -> captured(name);
        };
    }

    private static Part captured(String name) {
        boolean keepsLevels = name.startsWith("+");
        try {
            MemberPath path = MemberPath.parse(keepsLevels ? name.substring(1) : name);
            if (path.isRepeated()) {
                throw new IllegalArgumentException("leads to more than one member");
            }
            return new Captured(path, keepsLevels);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "has {" + name + "}, which " + e.getMessage()
                            + "; a placeholder is {topic}, a level {1}, {member}, {key} or the path of a member",
                    e);
        }
    }

    List<Part> parts() {
        return parts;
    }

    /** Whether it has {@code {member}}. */
    public boolean hasMember() {
        return parts.stream().anyMatch(Member.class::isInstance);
    }

    /** Whether it has {@code {key}}. */
    public boolean hasKey() {
        return parts.stream().anyMatch(ElementKey.class::isInstance);
    }

    /** Whether it has {@code {topic}}. */
    public boolean hasTopic() {
        return parts.stream().anyMatch(Topic.class::isInstance);
    }

    /** The largest level that it asks for; 0 when it asks for none. */
    public int maxLevel() {
        return parts.stream()
                .mapToInt(part -> part instanceof Level level ? level.number() : 0)
                .max()
                .orElse(0);
    }

    /** Whether it asks for a level of the topic. */
    public boolean hasLevel(int number) {
        return parts.stream().anyMatch(part -> part instanceof Level level && level.number() == number);
    }

    /** The members of the document that it takes parts of the name from. */
    public List<String> capturedPaths() {
        return parts.stream()
                .filter(Captured.class::isInstance)
                .map(part -> ((Captured) part).path().toString())
                .toList();
    }

    /** Whether it takes a part of the name from the document. */
    public boolean hasCaptured() {
        return parts.stream().anyMatch(Captured.class::isInstance);
    }

    /** The template as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
