package io.tocsin.engine.reading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumeralTest {
    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "+1.5", "00317.3988", ".5", "5.", "1e3", "1E-3", "true", "False", " 7 "})
    void shouldKnowNumerals(String text) {
        assertThat(Numeral.isNumeral(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "N/A",
                "12a",
                "1,5",
                "1 2",
                "0x1F",
                "1d",
                "NaN",
                "Infinity",
                "1e",
                "1e999",
                "--1",
                "٣",
                "11111111111111111111111111111111111111111111111111111111111111111"
            })
    void shouldKnowOtherTexts(String text) {
        assertThat(Numeral.isNumeral(text)).isFalse();
    }
}
