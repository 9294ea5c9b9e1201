package io.tocsin.gateway.datadir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DirectoryNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"hall", "hall-1", "Hall_2.north", "1"})
    void shouldKeepPlainNames(String name) {
        assertThat(DirectoryName.of(name)).isEqualTo(name);
    }

    @Test
    void shouldMakeOtherNamesSafeAndKeepThemApart() {
        Set<String> safe = new HashSet<>();
        List<String> names = List.of(
                ".",
                "..",
                ".hidden",
                "a b",
                "a_b",
                "a\tb",
                "Halle Süd",
                "Halle Sud",
                "工厂",
                "журнал",
                "~",
                "journal",
                "Journal",
                "ALARMS",
                "x".repeat(128),
                "x".repeat(127) + "y",
                "ü".repeat(128));
        for (String name : names) {
            assertThat(DirectoryName.of(name)).matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,72}");
            safe.add(DirectoryName.of(name));
        }
        assertThat(safe).hasSameSizeAs(names).doesNotContain("journal", "Journal", "ALARMS");
    }
}
