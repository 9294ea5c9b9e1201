package io.tocsin.engine.plan.select;

import java.util.ArrayList;
import java.util.List;

/**
 * Algebra of MQTT topic filters (MQTT 5, section 4.7): {@code +} is any one level, {@code #} at the end any number of
 * them, none included. A filter that begins with a wildcard matches no name that begins with {@code $}: such topics are
 * the broker's own.
 *
 * <p>Filters are valid ({@link #validate}) wherever nothing else is said. Any thread.
 */
public final class TopicFilter {
    /** Any one level. */
    private static final String ANY = "+";

    /** Any number of levels. */
    private static final String REST = "#";

    private TopicFilter() {}

    /**
     * Refuses a filter with a wildcard that is not a whole level, or {@code #} before the end.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static void validate(String filter) {
        if (filter.isEmpty()) {
            throw new IllegalArgumentException("a selector must not be empty");
        }
        if (filter.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("no sensor's name has a line break, filter=" + filter);
        }
        String[] levels = levels(filter);
        for (int i = 0; i < levels.length; i++) {
            String level = levels[i];
            boolean hashAlone = level.equals(REST) && i == levels.length - 1;
            boolean plusAlone = level.equals(ANY);
            if (!hashAlone && !plusAlone && (level.contains("#") || level.contains("+"))) {
                throw new IllegalArgumentException(
                        "'+' must be a whole level and '#' the whole last level, filter=" + filter);
            }
        }
    }

    /** The levels of a filter or a name, empty ones included. */
    public static String[] levels(String filterOrName) {
        return filterOrName.split("/", -1);
    }

    /** Whether a level of a filter is {@code +}. */
    public static boolean isAny(String level) {
        return level.equals(ANY);
    }

    /** Whether a level of a filter is {@code #}. */
    public static boolean isRest(String level) {
        return level.equals(REST);
    }

    /** Whether names of any number of levels match: the filter ends with {@code #}. */
    public static boolean isOpen(String filter) {
        return filter.endsWith(REST);
    }

    /** How many levels a name that matches has at most; {@link Integer#MAX_VALUE} for an open filter. */
    public static int levelCount(String filter) {
        return isOpen(filter) ? Integer.MAX_VALUE : levels(filter).length;
    }

    /** Whether the filter may match more names than one. */
    public static boolean hasWildcard(String filter) {
        return filter.indexOf('+') >= 0 || filter.indexOf('#') >= 0;
    }

    /** Whether the first level of the filter is a wildcard. */
    static boolean beginsWithWildcard(String filter) {
        return filter.charAt(0) == '+' || filter.charAt(0) == '#';
    }

    /** Whether a name matches. Allocates nothing. */
    public static boolean matches(String filter, String name) {
        if (beginsWithWildcard(filter) && name.startsWith("$")) {
            return false;
        }
        int f = 0;
        int s = 0;
        while (f < filter.length()) {
            char c = filter.charAt(f);
            if (c == '#') {
                return true;
            }
            if (c == '+') {
                while (s < name.length() && name.charAt(s) != '/') {
                    s++;
                }
                f++;
            } else if (s < name.length() && name.charAt(s) == c) {
                f++;
                s++;
            } else {
                // "plant/#" matches "plant" too.
                return s == name.length() && filter.startsWith("/#", f) && f + 2 == filter.length();
            }
        }
        return s == name.length();
    }

    /** Whether some name matches both filters. */
    public static boolean overlap(String a, String b) {
        String[] left = levels(a);
        String[] right = levels(b);
        if (hidesFrom(left[0], right[0]) || hidesFrom(right[0], left[0])) {
            return false;
        }
        int i = 0;
        while (i < left.length && i < right.length) {
            if (isRest(left[i]) || isRest(right[i])) {
                return true;
            }
            if (!isAny(left[i]) && !isAny(right[i]) && !left[i].equals(right[i])) {
                return false;
            }
            i++;
        }
        // "plant/#" matches "plant" too.
        return left.length == right.length || endsWithRest(left, i) || endsWithRest(right, i);
    }

    /** The narrowest filter that matches all names that either of two overlapping filters matches. */
    public static String covering(String a, String b) {
        String[] left = levels(a);
        String[] right = levels(b);
        List<String> covering = new ArrayList<>();
        for (int i = 0; i < left.length || i < right.length; i++) {
            boolean ends = i >= left.length || i >= right.length || isRest(left[i]) || isRest(right[i]);
            if (ends) {
                covering.add(REST);
                break;
            }
            covering.add(left[i].equals(right[i]) ? left[i] : ANY);
        }
        return String.join("/", covering);
    }

    private static boolean endsWithRest(String[] levels, int index) {
        return index == levels.length - 1 && isRest(levels[index]);
    }

    /** Whether a first level is the broker's own ({@code $SYS}), which a wildcard does not match. */
    private static boolean hidesFrom(String level, String other) {
        return level.startsWith("$") && (isRest(other) || isAny(other));
    }
}
