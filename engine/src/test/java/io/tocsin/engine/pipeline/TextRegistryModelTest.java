package io.tocsin.engine.pipeline;

import static io.tocsin.engine.testkit.Rules.plan;
import static io.tocsin.engine.testkit.Rules.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lmax.disruptor.BlockingWaitStrategy;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.reading.NameDictionary;
import io.tocsin.engine.reading.TextPlaces;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Places in the dictionary of texts, against a map that is filled by the rule as it is written. */
class TextRegistryModelTest {
    private final NameDictionary dictionary = new NameDictionary(TextValue.MAX_TEXTS);

    private static Plan naming(String... texts) {
        // A state alarm takes 64 texts at most.
        AlarmRule[] rules = IntStream.range(0, (texts.length + 63) / 64)
                .mapToObj(i -> state(
                        "r" + i,
                        "#",
                        StateSet.of(List.of(texts)
                                .subList(i * 64, Math.min(texts.length, i * 64 + 64))
                                .toArray(String[]::new)),
                        StateSet.NONE,
                        AlarmRule.IN_ARRIVAL_ORDER))
                .toArray(AlarmRule[]::new);
        return plan(1_000, rules);
    }

    /** Nothing reads this ring, so it is never full. */
    private static TextRegistry registry(NameDictionary dictionary, Plan plan) {
        return new TextRegistry(dictionary, plan, new InputRing(64, new BlockingWaitStrategy(), 0));
    }

    private static int idOf(TextRegistry registry, String text, TextPlaces places) {
        byte[] bytes = ("x" + text).getBytes(StandardCharsets.UTF_8);
        return registry.idOf(bytes, 1, bytes.length - 1, places, 0);
    }

    private static void fill(TextRegistry registry, TextPlaces places, String prefix) {
        for (int i = 0; idOf(registry, prefix + i, places) != TextValue.OTHER_ID; i++) {
            assertThat(i).isLessThan(TextValue.MAX_TEXTS);
        }
    }

    @Test
    void shouldAgreeWithTheRuleWhenAnythingIsSaid() {
        Seeds.forEach(3, 100, TextRegistryModelTest::compareWithTheRule);
    }

    private static void compareWithTheRule(long seed) {
        Random random = Seeds.random(seed);
        NameDictionary dictionary = new NameDictionary(TextValue.MAX_TEXTS);
        Map<String, Integer> model = new HashMap<>();
        for (int start = 0; start < 4; start++) {
            Set<String> named = new HashSet<>();
            for (int i = random.nextInt(500); i > 0; i--) {
                named.add("t" + random.nextInt(200_000));
            }
            Plan plan = naming(named.toArray(String[]::new));
            TextRegistry.requirePlaces(plan, dictionary);
            TextRegistry registry = registry(dictionary, plan);
            for (int i = 0; i < 40_000; i++) {
                String text = "t" + random.nextInt(200_000);
                TextPlaces places = random.nextInt(3) > 0 ? TextPlaces.SAID : TextPlaces.LOOKED_UP;
                int end = named.contains(text) ? 65_536 : places == TextPlaces.SAID ? 16_384 : 49_152;
                int expected = model.getOrDefault(text, model.size() < end ? model.size() : TextValue.OTHER_ID);
                if (expected != TextValue.OTHER_ID) {
                    model.put(text, expected);
                }
                assertThat(idOf(registry, text, places))
                        .as("start=%d i=%d text=%s", start, i, text)
                        .isEqualTo(expected);
            }
        }
        assertThat(model.size()).as("more than sensors may say").isGreaterThan(16_384);
        model.forEach((text, id) -> assertThat(dictionary.name(id)).isEqualTo(text));
    }

    /**
     * A flood of other words, of sensors and of tables, keeps no named one out; nor does it when a later plan names new
     * ones.
     */
    @Test
    void shouldFindAPlaceForANamedTextWhenTheDictionaryIsFull() {
        TextRegistry first = registry(dictionary, naming("FAULT"));
        fill(first, TextPlaces.SAID, "said");
        assertThat(dictionary.size()).isEqualTo(16_384);
        fill(first, TextPlaces.LOOKED_UP, "cell");
        assertThat(dictionary.size()).isEqualTo(49_152);
        assertThat(idOf(first, "FAULT", TextPlaces.SAID)).isEqualTo(49_152);
        assertThat(idOf(first, "FAULT", TextPlaces.SAID)).isEqualTo(49_152);
        assertThat(idOf(first, "said17", TextPlaces.SAID))
                .as("known ones go on")
                .isEqualTo(17);
        assertThat(idOf(first, "WARNING", TextPlaces.SAID)).isEqualTo(TextValue.OTHER_ID);
        assertThat(first.text(TextValue.OTHER_ID)).isEqualTo("OTHER");

        Plan second = naming("FAULT", "WARNING");
        TextRegistry.requirePlaces(second, dictionary);
        TextRegistry later = registry(dictionary, second);
        assertThat(idOf(later, "WARNING", TextPlaces.SAID)).isEqualTo(49_153);
        assertThat(idOf(later, "OTHER", TextPlaces.SAID))
                .as("the word is one like any other")
                .isEqualTo(TextValue.OTHER_ID);
    }

    /**
     * The places of named texts are counted before the plan comes into force, at the worst that may be said meanwhile.
     */
    @Test
    void shouldRefuseAPlanThatNamesMoreTextsThanThereArePlaces() {
        String[] most =
                IntStream.range(0, TextPlaces.reserved()).mapToObj(i -> "n" + i).toArray(String[]::new);
        String[] tooMany = IntStream.rangeClosed(0, TextPlaces.reserved())
                .mapToObj(i -> "n" + i)
                .toArray(String[]::new);
        assertThatCode(() -> TextRegistry.requirePlaces(naming(most), dictionary))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> TextRegistry.requirePlaces(naming(tooMany), dictionary))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("name 16385 texts that no sensor has said yet")
                .hasMessageContaining("places for 16384 more");

        TextRegistry registry = registry(dictionary, naming(most));
        assertThat(idOf(registry, "n16384", TextPlaces.SAID))
                .as("said before it is named")
                .isZero();
        assertThatCode(() -> TextRegistry.requirePlaces(naming(tooMany), dictionary))
                .doesNotThrowAnyException();
        fill(registry, TextPlaces.LOOKED_UP, "cell");
        for (String text : most) {
            assertThat(idOf(registry, text, TextPlaces.SAID)).isNotEqualTo(TextValue.OTHER_ID);
        }
        assertThat(dictionary.size()).isEqualTo(TextValue.MAX_TEXTS);
        assertThatCode(() -> TextRegistry.requirePlaces(naming(most), dictionary))
                .as("a restart with the same plan")
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> TextRegistry.requirePlaces(naming("new"), dictionary))
                .hasMessageContaining("places for 0 more");
    }
}
