package io.tocsin.engine.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.result.AlarmState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pair of state and input, for each kind of rule, against the sentences of the design, written as sentences. */
class LifeCycleTableTest {

    record Pair(AlarmState state, AlarmInput input, boolean isLatched, boolean isAckRequired) {}

    static Stream<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (AlarmState state : AlarmState.values()) {
            for (AlarmInput input : AlarmInput.values()) {
                for (boolean isLatched : new boolean[] {false, true}) {
                    pairs.add(new Pair(state, input, isLatched, false));
                    pairs.add(new Pair(state, input, isLatched, true));
                }
            }
        }
        return pairs.stream();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldDecideEveryPairAsTheDesignSays(Pair pair) {
        LifeCycleTable.Outcome outcome =
                LifeCycleTable.outcome(pair.state, pair.input, pair.isLatched, pair.isAckRequired);

        String found = outcome.next().shortName()
                + (outcome.rings() ? " rings" : "")
                + (outcome.refusal() == null ? "" : " " + outcome.refusal().name());
        assertThat(found).isEqualTo(naive(pair));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldChangeNothingWhenItRefusesAndNeverNeedAnAcknowledgementUnasked(Pair pair) {
        LifeCycleTable.Outcome outcome =
                LifeCycleTable.outcome(pair.state, pair.input, pair.isLatched, pair.isAckRequired);

        if (outcome.refusal() != null) {
            assertThat(outcome.next()).isEqualTo(pair.state);
            assertThat(outcome.rings()).isFalse();
        }
        if (!pair.isAckRequired && outcome.next() != pair.state) {
            assertThat(outcome.next()).isNotEqualTo(AlarmState.UNACKNOWLEDGED_ACTIVE);
        }
    }

    /** The design's table, by rules instead of cells. */
    private static String naive(Pair pair) {
        String state = pair.state.shortName();
        boolean isActive = state.endsWith("A") && !state.startsWith("L");
        boolean isUnacknowledged = state.startsWith("U") || state.endsWith("U");
        boolean isLatched = state.startsWith("L");
        String raised = pair.isAckRequired ? "UA" : "AA";
        // A rule that was changed to need no acknowledgement may still have unacknowledged episodes.
        return switch (pair.input) {
            case RAISE -> isActive ? state : raised + " rings";
            case RISE -> isActive ? raised + " rings" : state;
            case CLEAR -> {
                if (!isActive) {
                    yield state;
                }
                yield pair.isLatched ? (isUnacknowledged ? "LU" : "LA") : (isUnacknowledged ? "RU" : "N");
            }
            case ACKNOWLEDGE -> {
                if (!isUnacknowledged) {
                    yield state.equals("N") ? "N NOTHING_TO_ACKNOWLEDGE" : state + " ALREADY_ACKNOWLEDGED";
                }
                yield isActive ? "AA" : isLatched ? "LA" : "N";
            }
            case RESET -> {
                if (isActive) {
                    yield state + " STILL_ACTIVE";
                }
                if (!isLatched) {
                    yield state + " NOT_LATCHED";
                }
                yield isUnacknowledged ? state + " NOT_ACKNOWLEDGED" : "N";
            }
            case RE_ALARM -> state.equals("AA") ? raised + " rings" : state;
        };
    }
}
