package io.tocsin.engine.plan.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.testkit.Seeds;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against MQTT 5, section 4.7, as a regular expression. */
class SensorSelectorModelTest {
    private static final String[] FILTER_LEVELS = {"a", "b", "ab", "", "$a", "+", "#"};
    private static final String[] NAME_LEVELS = {"a", "b", "ab", "", "$a"};

    @Test
    void shouldAgreeWithTheRegularExpressionWhenFilterAndNameAreRandom() {
        Seeds.forEach(2_000, seed -> {
            Random random = Seeds.random(seed);
            String filter = levels(random, FILTER_LEVELS);
            int hash = filter.indexOf('#');
            if (filter.isEmpty() || (hash >= 0 && hash < filter.length() - 1)) {
                return;
            }
            SensorSelector selector = new SensorSelector(filter);
            Pattern pattern = regex(filter);
            for (int i = 0; i < 20; i++) {
                String name = levels(random, NAME_LEVELS);
                assertThat(selector.matches(name))
                        .as("filter=%s, name=%s", filter, name)
                        .isEqualTo(pattern.matcher(name).matches());
            }
        });
    }

    private static String levels(Random random, String[] from) {
        StringBuilder levels = new StringBuilder(from[random.nextInt(from.length)]);
        for (int i = random.nextInt(4); i > 0; i--) {
            levels.append('/').append(from[random.nextInt(from.length)]);
        }
        return levels.toString();
    }

    private static Pattern regex(String filter) {
        String begin = filter.startsWith("#") || filter.startsWith("+") ? "(?!\\$)" : "";
        if (filter.equals("#")) {
            return Pattern.compile(begin + ".*");
        }
        String rest = filter.endsWith("/#") ? "(/.*)?" : "";
        String levels = filter.endsWith("/#") ? filter.substring(0, filter.length() - 2) : filter;
        return Pattern.compile(begin + levels.replace("$", "\\$").replace("+", "[^/]*") + rest);
    }

    @ParameterizedTest
    @CsvSource({
        "plant/#, plant, true",
        "plant/#, plant/, true",
        "plant/#, plant/a/b, true",
        "plant/#, plants, false",
        "+, plant, true",
        "+, /plant, false",
        "/+, /plant, true",
        "+/+, /plant, true",
        "plant/+, plant, false",
        "plant/+, plant/, true",
        "plant/+/temp, plant/1/temp, true",
        "plant/+/temp, plant/1/2/temp, false",
        "+/#, plant, true",
        "plant, plant/a, false",
        "plant/a, plant, false"
    })
    void shouldMatchAsTheStandardSays(String filter, String name, boolean matches) {
        assertThat(new SensorSelector(filter).matches(name)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a#", "#/a", "a/#/b", "a+", "+a/b", "a/b+c", "##", "++"})
    void shouldRefuseFilter(String filter) {
        assertThatThrownBy(() -> new SensorSelector(filter)).isInstanceOf(IllegalArgumentException.class);
    }

    /** MQTT 5, 4.7.2. */
    @Test
    void shouldMatchNoTopicOfTheBrokerWhenAFilterBeginsWithAWildcard() {
        assertThat(new SensorSelector("#").matches("$SYS/uptime")).isFalse();
        assertThat(new SensorSelector("+/uptime").matches("$SYS/uptime")).isFalse();
        assertThat(new SensorSelector("$SYS/#").matches("$SYS/uptime")).isTrue();
        assertThat(new SensorSelector("#").matches("a/$SYS")).isTrue();
    }
}
