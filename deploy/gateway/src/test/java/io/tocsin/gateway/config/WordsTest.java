package io.tocsin.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static final List<String> WINDOWS = List.of("tumbling", "sliding", "session", "rolling");

    @Test
    void shouldProposeTheNearestWordWhenOneIsNear() {
        assertThat(Words.didYouMean("slidng", WINDOWS)).isEqualTo("; did you mean \"sliding\"?");
        assertThat(Words.didYouMean("Rollign", WINDOWS)).isEqualTo("; did you mean \"rolling\"?");
    }

    @Test
    void shouldProposeNothingWhenNoWordIsNear() {
        assertThat(Words.didYouMean("calendar", WINDOWS)).isEmpty();
    }

    @Test
    void shouldProposeWhatOthersCallSoWhenAnotherWordIsNearer() {
        assertThat(Words.didYouMean("hopping", WINDOWS)).isEqualTo("; did you mean \"sliding\"?");
        assertThat(Words.didYouMean("Hopping", WINDOWS)).isEqualTo("; did you mean \"sliding\"?");
        assertThat(Words.didYouMean("median", List.of("min", "p50"))).isEqualTo("; did you mean \"p50\"?");
    }

    @Test
    void shouldProposeTheNearestWordWhenWhatIsMeantIsNotThere() {
        assertThat(Words.didYouMean("hopping", List.of("tumbling", "rolling")))
                .isEqualTo("; did you mean \"rolling\"?");
    }
}
