package io.tocsin.engine.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextValueTest {
    private static final int GOOD = Quality.GOOD.code();

    @Test
    void shouldGiveItsIdBackThroughMemory() {
        double[] memory = new double[1];
        for (int textId = 0; textId < TextValue.MAX_TEXTS; textId++) {
            memory[0] = TextValue.of(textId);
            assertThat(TextValue.isText(memory[0])).isTrue();
            assertThat(TextValue.id(memory[0])).isEqualTo(textId);
            assertThat(memory[0]).isNaN();
        }
    }

    /** OTHER is a text like any, with an id that no text in the dictionary has. */
    @Test
    void shouldHaveOneValueForTextsWithoutAPlace() {
        double other = TextValue.of(TextValue.OTHER_ID);
        assertThat(TextValue.isText(other)).isTrue();
        assertThat(TextValue.isOther(other)).isTrue();
        assertThat(TextValue.id(other)).isEqualTo(TextValue.OTHER_ID).isGreaterThan(TextValue.MAX_TEXTS);
        assertThat(TextValue.isOther(TextValue.of(TextValue.MAX_TEXTS - 1))).isFalse();
        assertThat(TextValue.isOther(Double.NaN)).isFalse();
        assertThat(TextValue.isNumber(other, GOOD)).isFalse();
    }

    /** No number, infinity or result of arithmetic is a text. */
    @Test
    void shouldBeNothingElse() {
        Seeds.forEach(1, 100, seed -> {
            Random random = Seeds.random(seed);
            for (int i = 0; i < 100_000; i++) {
                double value = Double.longBitsToDouble(random.nextLong());
                if (!Double.isNaN(value)) {
                    assertThat(TextValue.isText(value)).as("value=%s", value).isFalse();
                }
            }
            double zero = random.nextInt(1);
            for (double none :
                    new double[] {Double.NaN, zero / -zero, Math.sqrt(-1 - zero), Double.POSITIVE_INFINITY * zero}) {
                assertThat(TextValue.isText(none)).isFalse();
            }
        });
    }

    @Test
    void shouldTellNumbersFromTextsAndFromBadReadings() {
        assertThat(TextValue.isNumber(1.5, GOOD)).isTrue();
        assertThat(TextValue.isNumber(1.5, Quality.UNCERTAIN.code())).isTrue();
        assertThat(TextValue.isNumber(1.5, Quality.BAD.code())).isFalse();
        assertThat(TextValue.isNumber(TextValue.of(0), GOOD)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RUN", "+", "#/x", "a b", "Ä€😀", " "})
    void shouldTakeWhatPeopleCanRead(String text) {
        assertThat(isValid(text.getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @Test
    void shouldRefuseWhatIsTooLongOrNotForPeople() {
        assertThat(isValid(new byte[0])).isFalse();
        assertThat(isValid("x".repeat(TextValue.MAX_LENGTH).getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(isValid("x".repeat(TextValue.MAX_LENGTH + 1).getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(isValid("a\nb".getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(isValid("a\u0085b".getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(isValid(new byte[] {(byte) 0xC3, 0x28})).isFalse();
    }

    private static boolean isValid(byte[] bytes) {
        return TextValue.isValid(bytes, 0, bytes.length);
    }
}
