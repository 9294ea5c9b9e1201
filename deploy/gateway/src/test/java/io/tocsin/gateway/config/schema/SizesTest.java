package io.tocsin.gateway.config.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SizesTest {
    @ParameterizedTest
    @CsvSource({"0B, 0", "1023B, 1023", "64KiB, 65536", "32MiB, 33554432", "8GiB, 8589934592", "2TiB, 2199023255552"})
    void shouldParseAndFormatWhenWellFormed(String text, long bytes) {
        assertThat(Sizes.parse(text)).isEqualTo(bytes);
        assertThat(Sizes.format(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64", "64KB", "64 KiB", "-1B", "1.5MiB", "64kib"})
    void shouldRefuseWhenMalformed(String text) {
        assertThatThrownBy(() -> Sizes.parse(text))
                .hasMessage("must be a size such as 64KiB, 32MiB or 8GiB, is \"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9999999TiB", "9999999999999999999B"})
    void shouldRefuseWhenLargerThanALong(String text) {
        assertThatThrownBy(() -> Sizes.parse(text)).hasMessage("must be a size below 8 EiB, is " + text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1536, 1.5 KiB", "2048, 2 KiB", "62390272, 59.5 MiB", "1073741824, 1 GiB"})
    void shouldRoundForPeople(long bytes, String text) {
        assertThat(Sizes.round(bytes)).isEqualTo(text);
    }
}
