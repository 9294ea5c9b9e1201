package io.tocsin.engine.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SensorNamesTest {
    private static boolean isValid(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return SensorNames.isValid(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "plant/1/temp", "a b", "/", "Käse/°C", "温度", "🌡", "a$b", "~", "a//b"})
    void shouldTakeName(String name) {
        assertThat(isValid(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "$SYS", "a+b", "a/#", "a\u0000", "a\nb", "a\u007f", "a\u0085", "a\u2028b", "a\u2029", "\t"})
    void shouldRefuseName(String name) {
        assertThat(isValid(name)).isFalse();
    }

    @Test
    void shouldRefuseNameWhenLongerThanTheLongest() {
        assertThat(isValid("x".repeat(1_024))).isTrue();
        assertThat(isValid("x".repeat(1_025))).isFalse();
        assertThat(isValid("ä".repeat(513))).isFalse();
    }

    @Test
    void shouldNotReadBeyondTheNameWhenItEndsWithinACharacter() {
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        assertThat(SensorNames.isValid(euro, 0, 3)).isTrue();
        assertThat(SensorNames.isValid(euro, 0, 2)).isFalse();
        assertThat(SensorNames.isValid(euro, 0, 1)).isFalse();
    }
}
