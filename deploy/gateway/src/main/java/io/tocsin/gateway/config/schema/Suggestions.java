package io.tocsin.gateway.config.schema;

import io.tocsin.gateway.print.Edits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Words for messages: lists, and the nearest known word to a mistyped one. */
public final class Suggestions {
    private static final int LONGEST_COMPARED = 64;

    /** Names of other products for our keys, if the spelling would suggest no key or the wrong one. */
    private static final Map<String, String> SYNONYMS = Map.ofEntries(
            Map.entry("hopping", "sliding"),
            Map.entry("hop", "sliding"),
            Map.entry("mean", "avg"),
            Map.entry("average", "avg"),
            Map.entry("median", "p50"),
            Map.entry("rate", "rateOfChange"),
            Map.entry("roc", "rateOfChange"),
            Map.entry("threshold", "limit"),
            Map.entry("silent", "missing"),
            Map.entry("silence", "missing"),
            Map.entry("timeout", "missing"),
            Map.entry("deadman", "missing"),
            Map.entry("frozen", "stuck"),
            Map.entry("flatline", "stuck"),
            Map.entry("digital", "state"),
            Map.entry("delimiter", "separator"),
            Map.entry("charset", "encoding"),
            Map.entry("timezone", "zone"),
            Map.entry("values", "value"));

    private Suggestions() {}

    /** Words and their values, in this order. */
    @SafeVarargs
    public static <T> Map<String, T> ordered(List<String> words, T... values) {
        Map<String, T> ordered = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            ordered.put(words.get(i), values[i]);
        }
        return ordered;
    }

    /** {@code a}, {@code a or b}, {@code a, b or c}. */
    public static String list(Collection<String> words) {
        List<String> all = new ArrayList<>(words);
        if (all.size() == 1) {
            return all.get(0);
        }
        return String.join(", ", all.subList(0, all.size() - 1)) + " or " + all.get(all.size() - 1);
    }

    /** {@code ; did you mean "hihi"?}, or nothing when no known word means that or is near. */
    public static String didYouMean(String word, Collection<String> known) {
        String meant = meant(word, known);
        return meant == null ? "" : "; did you mean \"" + meant + "\"?";
    }

    /** The known word meant by a word or similar to it, or null. */
    public static String meant(String word, Collection<String> known) {
        if (word.length() > LONGEST_COMPARED) {
            return null;
        }
        String synonym = SYNONYMS.get(word.toLowerCase(Locale.ROOT));
        return synonym != null && known.contains(synonym) ? synonym : nearest(word, known);
    }

    /** The known word with the fewest edits, or null when it needs too many. */
    private static String nearest(String word, Collection<String> known) {
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String candidate : known) {
            int distance = Edits.between(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        boolean near = best != null && bestDistance <= Math.max(1, Math.min(word.length(), best.length()) / 2);
        return near ? best : null;
    }
}
