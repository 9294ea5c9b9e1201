package io.tocsin.gateway.print;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TextTableTest {
    @Test
    void shouldAlignColumnsByTheirWidestCell() {
        TextTable table =
                new TextTable("NAME", ">BYTES", "WHAT").row("a", "1,024", "x").row("ünï", "7", "");

        assertThat(table.lines()).containsExactly("NAME  BYTES  WHAT", "a     1,024  x", "ünï       7");
    }

    @Test
    void shouldShowLatenciesWithTheirUnit() {
        assertThat(Numbers.latency(850)).isEqualTo("850 ns");
        assertThat(Numbers.latency(21_440)).isEqualTo("21.4 µs");
        assertThat(Numbers.latency(3_200_000)).isEqualTo("3.2 ms");
        assertThat(Numbers.latency(250_000_000)).isEqualTo("250 ms");
        assertThat(Numbers.latency(90_000_000_000L)).isEqualTo("90.0 s");
    }
}
