package io.tocsin.gateway.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
    private static final List<String> WINDOWS = List.of("tumbling", "sliding", "session", "rolling");

    @Test
    void shouldProposeTheNearestWordWhenOneIsNear() {
        assertThat(Suggestions.didYouMean("slidng", WINDOWS)).isEqualTo("; did you mean \"sliding\"?");
        assertThat(Suggestions.didYouMean("Rollign", WINDOWS)).isEqualTo("; did you mean \"rolling\"?");
    }

    @Test
    void shouldProposeNothingWhenNoWordIsNear() {
        assertThat(Suggestions.didYouMean("calendar", WINDOWS)).isEmpty();
    }

    @Test
    void shouldProposeWhatOthersCallSoWhenAnotherWordIsNearer() {
        assertThat(Suggestions.didYouMean("hopping", WINDOWS)).isEqualTo("; did you mean \"sliding\"?");
        assertThat(Suggestions.didYouMean("Hopping", WINDOWS)).isEqualTo("; did you mean \"sliding\"?");
        assertThat(Suggestions.didYouMean("median", List.of("min", "p50"))).isEqualTo("; did you mean \"p50\"?");
    }

    @Test
    void shouldProposeTheNearestWordWhenWhatIsMeantIsNotThere() {
        assertThat(Suggestions.didYouMean("hopping", List.of("tumbling", "rolling")))
                .isEqualTo("; did you mean \"rolling\"?");
    }
}
