package io.tocsin.engine.plan.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.testkit.Seeds;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Against sets: a filter is the set of the names that match it, of all names of up to four levels over few words, the
 * empty name included. Two filters overlap when their sets do; the covering one is the least set that includes both.
 */
class TopicFilterModelTest {
    private static final List<String> WORDS = List.of("a", "b", "", "$a");
    /** No filter has this word: it tells a wildcard from the words that there are. */
    private static final String OTHER = "z";

    private static final int FILTER_LEVELS = 3;

    private static final List<String> NAMES = names();
    private static final List<String> FILTERS = filters();
    private static final List<BitSet> SETS =
            FILTERS.stream().map(TopicFilterModelTest::setOf).toList();

    @Test
    void shouldMatchTheNamesOfTheSetWhenFilterIsAny() {
        for (int i = 0; i < FILTERS.size(); i++) {
            for (int n = 0; n < NAMES.size(); n++) {
                assertThat(TopicFilter.matches(FILTERS.get(i), NAMES.get(n)))
                        .as("filter=%s, name=%s", FILTERS.get(i), NAMES.get(n))
                        .isEqualTo(SETS.get(i).get(n));
            }
        }
    }

    @Test
    void shouldOverlapAndCoverAsTheSetsDoWhenFiltersAreRandom() {
        Seeds.forEach(2_000, seed -> {
            Random random = Seeds.random(seed);
            int a = random.nextInt(FILTERS.size());
            int b = random.nextInt(FILTERS.size());
            boolean overlap = SETS.get(a).intersects(SETS.get(b));
            assertThat(TopicFilter.overlap(FILTERS.get(a), FILTERS.get(b)))
                    .as("a=%s, b=%s", FILTERS.get(a), FILTERS.get(b))
                    .isEqualTo(overlap);
            if (overlap) {
                String covering = TopicFilter.covering(FILTERS.get(a), FILTERS.get(b));
                assertThat(setOf(covering).equals(leastWithBoth(SETS.get(a), SETS.get(b))))
                        .as("a=%s, b=%s, covering=%s", FILTERS.get(a), FILTERS.get(b), covering)
                        .isTrue();
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, a/b, true",
        "a/b, a/c, false",
        "a/+, +/b, true",
        "a/#, a, true",
        "a/#, a/b/c, true",
        "a/+/c, a/b, false",
        "#, x/y, true",
        "plant/+/temp, plant/#, true",
        "plant/+, rate/+, false",
        "a/b/#, a/#, true",
        "a/b/#, a, false",
        "'#', $SYS/broker/uptime, false",
        "+/broker, $SYS/broker, false",
        "$SYS/#, $SYS/broker/+, true",
        "a/#, a/$SYS, true"
    })
    void shouldTellWhenTwoFiltersOverlap(String a, String b, boolean overlap) {
        assertThat(TopicFilter.overlap(a, b)).isEqualTo(overlap);
        assertThat(TopicFilter.overlap(b, a)).isEqualTo(overlap);
    }

    /** The least of the sets that have both: the one that all others of them include. */
    private static BitSet leastWithBoth(BitSet a, BitSet b) {
        BitSet least = null;
        for (BitSet set : SETS) {
            if (includes(set, a) && includes(set, b) && (least == null || includes(least, set))) {
                least = set;
            }
        }
        return least;
    }

    private static boolean includes(BitSet set, BitSet part) {
        BitSet missing = (BitSet) part.clone();
        missing.andNot(set);
        return missing.isEmpty();
    }

    private static BitSet setOf(String filter) {
        List<String> levels = List.of(filter.split("/", -1));
        BitSet set = new BitSet();
        for (int i = 0; i < NAMES.size(); i++) {
            boolean isHidden = NAMES.get(i).startsWith("$") && List.of("+", "#").contains(levels.get(0));
            set.set(i, !isHidden && matches(levels, List.of(NAMES.get(i).split("/", -1))));
        }
        return set;
    }

    private static boolean matches(List<String> filter, List<String> name) {
        if (filter.isEmpty()) {
            return name.isEmpty();
        }
        String level = filter.get(0);
        return level.equals("#")
                || (!name.isEmpty()
                        && (level.equals("+") || level.equals(name.get(0)))
                        && matches(filter.subList(1, filter.size()), name.subList(1, name.size())));
    }

    private static List<String> names() {
        List<String> words = new ArrayList<>(WORDS);
        words.add(OTHER);
        return combinations(words, FILTER_LEVELS + 1);
    }

    private static List<String> filters() {
        List<String> levels = new ArrayList<>(WORDS);
        levels.add("+");
        List<String> filters = new ArrayList<>();
        filters.add("#");
        for (String levelled : combinations(levels, FILTER_LEVELS)) {
            if (!levelled.isEmpty()) {
                filters.add(levelled);
            }
            filters.add(levelled + "/#");
        }
        return filters;
    }

    /** All texts of one to so many levels. */
    private static List<String> combinations(List<String> words, int levelCount) {
        List<String> all = new ArrayList<>(words);
        List<String> longest = words;
        for (int i = 1; i < levelCount; i++) {
            List<String> longer = new ArrayList<>();
            for (String begin : longest) {
                words.forEach(word -> longer.add(begin + "/" + word));
            }
            all.addAll(longer);
            longest = longer;
        }
        return all;
    }
}
