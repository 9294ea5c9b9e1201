package io.tocsin.engine.plan.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against asking every selector. */
class SelectorIndexModelTest {
    private static final String[] FILTER_LEVELS = {"a", "b", "ab", "", "$a", "+", "+"};
    private static final String[] NAME_LEVELS = {"a", "b", "ab", "", "$a"};

    @Test
    void shouldFindWhatEverySelectorWouldSay() {
        Seeds.forEach(1_000, seed -> {
            Random random = Seeds.random(seed);
            List<SensorSelector> selectors = new ArrayList<>();
            SelectorIndex index = new SelectorIndex();
            for (int i = random.nextInt(12); i >= 0; i--) {
                SensorSelector selector = selector(random);
                index.add(selectors.size(), selector);
                selectors.add(selector);
            }
            for (int i = 0; i < 20; i++) {
                String name = levels(random, NAME_LEVELS);
                int[] expected = IntStream.range(0, selectors.size())
                        .filter(entry -> selectors.get(entry).matches(name))
                        .toArray();
                assertThat(index.matches(name))
                        .as("name=%s, selectors=%s", name, selectors)
                        .isEqualTo(expected);
            }
        });
    }

    private static SensorSelector selector(Random random) {
        List<String> filters = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String filter = levels(random, FILTER_LEVELS);
            boolean isRest = random.nextInt(3) == 0;
            filters.add(isRest ? (filter.isEmpty() ? "#" : filter + "/#") : filter.isEmpty() ? "a" : filter);
        }
        return new SensorSelector(filters);
    }

    private static String levels(Random random, String[] from) {
        StringBuilder levels = new StringBuilder(from[random.nextInt(from.length)]);
        for (int i = random.nextInt(4); i > 0; i--) {
            levels.append('/').append(from[random.nextInt(from.length)]);
        }
        return levels.toString();
    }
}
