package io.tocsin.gateway.config.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Written form of durations: a whole number and a unit, {@code 10ms}, {@code 2m}, {@code 7d}. */
public final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,19})(ns|us|ms|s|m|h|d)");
    private static final Map<String, Long> UNITS = units();

    private Durations() {}

    /**
     * @param text a number and one of ns, us, ms, s, m, h, d
     * @return nanoseconds
     * @throws IllegalArgumentException when it is no such text, or longer than 292 years
     */
    public static long parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be a duration such as 10ms, 5s, 2m, 1h or 7d, is " + Scalar.quoted(text));
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2)));
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("must be a duration of at most 292 years, is " + text, e);
        }
    }

    /** As {@link #parse}, with an optional minus sign. */
    public static long parseSigned(String text) {
        return text.startsWith("-") ? -parse(text.substring(1)) : parse(text);
    }

    /** Writes a duration in the largest unit that divides it. */
    public static String format(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        String best = "ns";
        for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
            if (nanos % unit.getValue() == 0) {
                best = unit.getKey();
            }
        }
        return nanos / UNITS.get(best) + best;
    }

    private static Map<String, Long> units() {
        Map<String, Long> units = new LinkedHashMap<>();
        units.put("ns", 1L);
        units.put("us", 1_000L);
        units.put("ms", 1_000_000L);
        units.put("s", 1_000_000_000L);
        units.put("m", 60_000_000_000L);
        units.put("h", 3_600_000_000_000L);
        units.put("d", 86_400_000_000_000L);
        return units;
    }
}
