package io.tocsin.gateway.config.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0s, 0",
        "250ns, 250",
        "5us, 5000",
        "10ms, 10000000",
        "5s, 5000000000",
        "2m, 120000000000",
        "1h, 3600000000000",
        "7d, 604800000000000",
        "106751d, 9223286400000000000"
    })
    void shouldParseAndFormatWhenWellFormed(String text, long nanos) {
        assertThat(Durations.parse(text)).isEqualTo(nanos);
        assertThat(Durations.format(nanos)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5 s", "s", "-5s", "1.5s", "5S", "5min", "1h30m", "5s ", "٥s"})
    void shouldRefuseWhenMalformed(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be a duration such as 10ms, 5s, 2m, 1h or 7d, is ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"106752d", "9999999999999999999ns", "9999999999999999999d"})
    void shouldRefuseWhenLongerThanALong(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .hasMessage("must be a duration of at most 292 years, is " + text);
    }
}
