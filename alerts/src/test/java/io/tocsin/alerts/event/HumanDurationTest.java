package io.tocsin.alerts.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanDurationTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 ms",
        "PT0.2509S, 250 ms",
        "PT1S, 1 s",
        "PT12.9S, 12 s",
        "PT1M, 1 min",
        "PT3M20S, 3 min 20 s",
        "PT2H, 2 h",
        "PT2H5M59S, 2 h 5 min",
        "PT24H, 1 d",
        "PT100H, 4 d 4 h"
    })
    void shouldSayTheTwoLargestUnits(Duration duration, String said) {
        assertThat(HumanDuration.format(duration.toNanos())).isEqualTo(said);
    }
}
