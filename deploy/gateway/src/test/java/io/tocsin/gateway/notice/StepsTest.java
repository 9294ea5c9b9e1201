package io.tocsin.gateway.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepsTest {
    /** A duration of the configuration that is as long or little longer. */
    @ParameterizedTest
    @CsvSource({
        "PT30M, 30m",
        "PT1H, 1h",
        "PT1866S, 32m",
        "PT0.001S, 1ms",
        "PT0.25S, 250ms",
        "PT1.5S, 1500ms",
        "PT12.3S, 13s",
        "PT90M, 90m",
        "PT600M1S, 11h",
        "PT35H, 35h",
        "P20D, 20d",
        "PT481H, 481h"
    })
    void shouldRoundUpToAFewDigits(Duration step, String shown) {
        assertThat(Steps.rounded(step.toNanos())).isEqualTo(shown);
    }
}
