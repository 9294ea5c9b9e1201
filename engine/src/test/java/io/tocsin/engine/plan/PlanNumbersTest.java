package io.tocsin.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.select.Input;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.testkit.Rules;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which sensors must have numbers for values, because a rule computes or compares with them. */
class PlanNumbersTest {
    private static final String CELL = "limits/press1/hi";
    private static final AlarmRule NONE = Rules.missing("m", "#", 1, false, 0);

    private static JoinNode lookUp(String name, String with, JoinValue... values) {
        return new JoinNode(
                name,
                new Input(new SensorSelector("plant/+"), "{2}"),
                new Input(new SensorSelector(with), "{2}"),
                JoinType.INNER,
                new JoinCondition.Latest(),
                false,
                List.of(values),
                0,
                List.of());
    }

    private static boolean readsNumbers(String sensor, List<DerivedNode> streams, AlarmRule... alarms) {
        return Rules.plan(1, streams, List.of(alarms)).readsNumbersOf(sensor);
    }

    @Test
    void shouldReadNumbersWhereSomethingIsComputed() {
        for (JoinValue value : List.of(JoinValue.DIFFERENCE, JoinValue.SUM, JoinValue.RATIO)) {
            assertThat(readsNumbers(CELL, List.of(lookUp("j", "limits/+/hi", value)), NONE))
                    .isTrue();
        }
        assertThat(readsNumbers("limits/press1/name", List.of(lookUp("j", "limits/+/hi", JoinValue.RATIO)), NONE))
                .isFalse();
        assertThat(readsNumbers("limits", List.of(lookUp("j", "#", JoinValue.RATIO)), NONE))
                .as("it has no second level to be a key")
                .isFalse();
    }

    @Test
    void shouldReadNumbersOfTheMeasuredSide() {
        assertThat(readsNumbers("plant/press1", List.of(lookUp("j", "limits/+/hi", JoinValue.RIGHT)), NONE))
                .isTrue();
    }

    @Test
    void shouldTakeANameWhereItIsOnlyPassedOn() {
        List<DerivedNode> names = List.of(lookUp("j", "limits/+/hi", JoinValue.LEFT, JoinValue.RIGHT));
        StateSet running = StateSet.of("RUN");
        assertThat(readsNumbers(CELL, names, NONE, Rules.quality("q", "#"))).isFalse();
        assertThat(readsNumbers(CELL, names, Rules.state("s", "j/+/right", running, StateSet.NONE, 0)))
                .isFalse();
        assertThat(readsNumbers(CELL, names, Rules.limit("l", "j/+/left", 0, 0, 0, Rules.level(Level.HI, 1, 0))))
                .isFalse();
    }

    @Test
    void shouldReadNumbersOfWhatIsPassedOnToThoseThatCompare() {
        List<DerivedNode> names = List.of(lookUp("j", "limits/+/hi", JoinValue.RIGHT));
        AlarmRule limit = Rules.limit("l", "j/+/right", 0, 0, 0, Rules.level(Level.HI, 1, 0));
        assertThat(readsNumbers(CELL, names, limit)).isTrue();
        List<DerivedNode> twice =
                List.of(lookUp("j", "limits/+/hi", JoinValue.RIGHT), lookUp("k", "j/+/right", JoinValue.SUM));
        assertThat(readsNumbers(CELL, twice, NONE)).isTrue();
        List<DerivedNode> behind =
                List.of(lookUp("k", "j/+/right", JoinValue.SUM), lookUp("j", "limits/+/hi", JoinValue.RIGHT));
        assertThat(readsNumbers(CELL, behind, NONE))
                .as("a stream sees those above it")
                .isFalse();
    }

    /** A wildcard for the whole plant sees the table's names too. */
    @Test
    void shouldNotTakeASelectorOfEverythingForALookUp() {
        AlarmRule limit = Rules.limit("l", "+/+/hi", 0, 0, 0, Rules.level(Level.HI, 1, 0));
        assertThat(readsNumbers(CELL, List.of(Rules.stream("w", "#", 10, Aggregate.MAX)), limit))
                .isFalse();
        assertThat(readsNumbers(CELL, List.of(lookUp("j", "+/+/hi", JoinValue.SUM)), NONE))
                .isTrue();
    }

    @Test
    void shouldReadNumbersInRulesWindowsAndOtherJoins() {
        assertThat(readsNumbers(CELL, List.of(), Rules.limit("l", "limits/#", 0, 0, 0, Rules.level(Level.HI, 1, 0))))
                .isTrue();
        assertThat(readsNumbers(CELL, List.of(), Rules.stuck("s", "limits/#", 0, 1, 2, 1, 0, 0)))
                .isTrue();
        assertThat(readsNumbers(CELL, List.of(Rules.stream("w", "limits/#", 10, Aggregate.MAX)), NONE))
                .isTrue();
        assertThat(readsNumbers(
                        CELL,
                        List.of(Rules.join("i", "a/#", "limits/#", JoinType.INNER, new JoinCondition.Interval(0, 1))),
                        NONE))
                .isTrue();
        assertThat(readsNumbers(CELL, List.of(), NONE)).isFalse();
    }
}
