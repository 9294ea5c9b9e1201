package io.tocsin.ingest.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A path to a member of a document. Parts are separated by dots; {@code *} is every member of an object, {@code []}
 * every element of an array, {@code [2]} one of them. A part in double quotes is taken as it is:
 * {@code "switch:0".apower}. {@code .} is the starting point itself; a path that begins with {@code /} starts at the
 * root of the document. Immutable.
 *
 * <pre>
 *   path   = [ "/" ] ( "." | part { [ "." ] part } )
 *   part   = name | '"' name '"' | "*" | "[]" | "[" index "]"
 * </pre>
 */
public final class MemberPath {
    /** The starting point itself. */
    public static final MemberPath SELF = new MemberPath(".", false, List.of());

    private static final int MAX_INDEX_DIGITS = 6;
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final String text;
    private final boolean absolute;
    private final List<Step> steps;

    /** One part of a path. */
    sealed interface Step permits Name, Every, Index {}

    /** The member of this name. */
    record Name(String name) implements Step {}

    /** Repetition: every member of an object, or every element of an array. */
    enum Every implements Step {
        MEMBER,
        ELEMENT
    }

    /** One element of an array, from 0. */
    record Index(int index) implements Step {}

    private MemberPath(String text, boolean absolute, List<Step> steps) {
        this.text = text;
        this.absolute = absolute;
        this.steps = List.copyOf(steps);
    }

    /**
     * Reads a path.
     *
     * @throws IllegalArgumentException with the fault, as the end of a sentence about the path
     */
    public static MemberPath parse(String text) {
        boolean absolute = text.startsWith("/");
        String relative = absolute ? text.substring(1) : text;
        if (relative.equals(".") || (absolute && relative.isEmpty())) {
            return new MemberPath(text, absolute, List.of());
        }
        return new MemberPath(text, absolute, new Parser(relative).steps());
    }

    /** Whether it starts at the root of the document rather than at the element. */
    boolean isAbsolute() {
        return absolute;
    }

    List<Step> steps() {
        return steps;
    }

    /** Whether it leads to more than one place of a document. */
    public boolean isRepeated() {
        return steps.stream().anyMatch(Every.class::isInstance);
    }

    /** Whether some step is every member of an object: each value has the member's name. */
    boolean hasKeys() {
        return steps.contains(Every.MEMBER);
    }

    /** Names of the path joined by dots, without quotes: {@code Tag 10.Value}; empty for the starting point itself. */
    String label() {
        StringBuilder label = new StringBuilder();
        for (Step step : steps) {
            if (step instanceof Index index) {
                label.append('[').append(index.index()).append(']');
            } else {
                label.append(label.length() == 0 ? "" : ".").append(step instanceof Name name ? name.name() : "*");
            }
        }
        return label.toString();
    }

    /** The path to a member of the member that this path leads to. */
    MemberPath below(String name) {
        List<Step> below = new ArrayList<>(steps);
        below.add(new Name(name));
        return new MemberPath(text + "." + name, absolute, below);
    }

    /** The path to every member of the object that the path's last member is in. */
    public MemberPath beside() {
        List<Step> beside = new ArrayList<>(steps.subList(0, Math.max(0, steps.size() - 1)));
        beside.add(Every.MEMBER);
        return new MemberPath(text, absolute, beside);
    }

    /** Whether its last step is one element of an array. */
    boolean endsWithIndex() {
        return !steps.isEmpty() && steps.get(steps.size() - 1) instanceof Index;
    }

    /** The path to a later element of the array that the last step leads into. */
    MemberPath later(int count) {
        List<Step> later = new ArrayList<>(steps);
        Index last = (Index) later.remove(later.size() - 1);
        later.add(new Index(last.index() + count));
        return new MemberPath(text + "+" + count, absolute, later);
    }

    /** The path as it was written. */
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MemberPath path && absolute == path.absolute && steps.equals(path.steps);
    }

    @Override
    public int hashCode() {
        return steps.hashCode();
    }

    /** Reads the parts. */
    private static final class Parser {
        private final String text;
        private final List<Step> steps = new ArrayList<>();
        private int position;

        private Parser(String text) {
            this.text = text;
        }

        private List<Step> steps() {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("is empty");
            }
            boolean needsPart = true;
            while (position < text.length()) {
                char c = text.charAt(position);
                if (c == '.') {
                    if (needsPart && !(steps.isEmpty() && text.startsWith(".["))) {
                        throw new IllegalArgumentException("has an empty part: a dot separates two names");
                    }
                    position++;
                    needsPart = true;
                } else if (c == '[') {
                    bracket();
                    needsPart = false;
                } else if (!needsPart) {
                    throw new IllegalArgumentException("needs a dot before " + text.substring(position));
                } else {
                    name(c);
                    needsPart = false;
                }
            }
            if (needsPart) {
                throw new IllegalArgumentException("ends with a dot");
            }
            return steps;
        }

        private void bracket() {
            int close = text.indexOf(']', position);
            if (close < 0) {
                throw new IllegalArgumentException("has a [ without ]");
            }
            String inside = text.substring(position + 1, close);
            if (inside.isEmpty()) {
                steps.add(Every.ELEMENT);
            } else if (inside.matches("\\d{1," + MAX_INDEX_DIGITS + "}")) {
                steps.add(new Index(Integer.parseInt(inside)));
            } else {
                throw new IllegalArgumentException("has [" + inside + "]: brackets hold nothing, for every element,"
                        + " or a number from 0; a name with brackets needs double quotes");
            }
            position = close + 1;
        }

        /** A number between dots is an index elsewhere, and could be a member's name. */
        private String numberPart(String number, int end) {
            String before = position == 0 ? "" : text.substring(0, position - 1);
            String behind = end < text.length() && text.charAt(end) == '.' ? text.substring(end + 1) : "";
            String one = before + "[" + number + "]" + text.substring(end);
            String each = before.isEmpty() ? "\"[]\"" : before + "[]";
            return "has the number " + number + " as a part; did you mean " + one + ", or each: " + each
                    + " with value: "
                    + (behind.isEmpty() ? "\".\"" : behind) + "? A member with this name needs quotes: "
                    + (before.isEmpty() ? "" : before + ".") + '"' + number + '"' + text.substring(end);
        }

        private void name(char first) {
            if (first == '"') {
                int close = text.indexOf('"', position + 1);
                if (close < 0) {
                    throw new IllegalArgumentException("has a quote that never closes");
                }
                steps.add(new Name(text.substring(position + 1, close)));
                position = close + 1;
                return;
            }
            int end = position;
            while (end < text.length() && ".[\"".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            String name = text.substring(position, end);
            if (NUMBER.matcher(name).matches()) {
                throw new IllegalArgumentException(numberPart(name, end));
            }
            steps.add(name.equals("*") ? Every.MEMBER : new Name(name));
            position = end;
        }
    }
}
