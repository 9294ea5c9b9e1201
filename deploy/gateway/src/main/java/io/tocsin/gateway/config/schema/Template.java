package io.tocsin.gateway.config.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Allowed placeholders of a text.
 *
 * @param names the named ones
 * @param levels whether {@code {1}}, {@code {2}} … stand for the levels of a name
 */
public record Template(Set<String> names, boolean levels) {
    private static final int MAX_LENGTH = 1024;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]*)}");
    private static final Pattern LEVEL = Pattern.compile("[1-9]\\d{0,2}");

    /** The type of a key that holds such a text. */
    public ValueType<String> type() {
        return new ValueType<>("text with placeholders", scalar -> {
            String text = ValueTypes.TEXT.parse(scalar);
            String complaint = complaint(text);
            if (complaint != null) {
                throw new IllegalArgumentException(complaint);
            }
            return text;
        });
    }

    /** For the reference and for messages: all placeholders. */
    public String described() {
        List<String> all = new ArrayList<>();
        new TreeSet<>(names).forEach(name -> all.add("{" + name + "}"));
        if (levels) {
            all.add("{1} …");
        }
        return String.join(" ", all);
    }

    /** Fault of a text, or null. */
    public String complaint(String text) {
        if (text.length() > MAX_LENGTH) {
            return "must have at most " + MAX_LENGTH + " characters";
        }
        if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029)) {
            return "must be one line without control characters";
        }
        if (text.lastIndexOf('{') > text.lastIndexOf('}')) {
            return "has a { without }";
        }
        for (String name : placeholders(text)) {
            boolean known = names.contains(name) || (levels && isLevel(name));
            if (!known) {
                return "has no placeholder {" + name + "}" + Suggestions.didYouMean(name, names) + " (there are "
                        + described() + ")";
            }
        }
        return null;
    }

    /** The placeholders of a text, without braces. */
    public static List<String> placeholders(String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    /** Whether a placeholder names a level. */
    public static boolean isLevel(String placeholder) {
        return LEVEL.matcher(placeholder).matches();
    }
}
