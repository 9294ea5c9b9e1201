package io.tocsin.gateway.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.admission.SensorAdmission.Verdict;
import io.tocsin.engine.admission.SensorCosts;
import io.tocsin.engine.admission.SensorQuota;
import io.tocsin.engine.admission.StateAdmission;
import io.tocsin.engine.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AdmissionNoticesTest {
    private final List<String> lines = new ArrayList<>();
    private long nowNs = Long.MAX_VALUE - 1;

    private StateAdmission admission(int maxSensors, long budgetBytes) {
        Plan plan = new Plan("g", List.of(), 1_000, List.of(), List.of());
        return new StateAdmission(
                new SensorCosts(plan, node -> 0),
                maxSensors,
                budgetBytes,
                new AdmissionNotices(lines::add, () -> nowNs));
    }

    private static void refuse(StateAdmission admission, String sensor) {
        admission.onRefused(sensor, admission.judge(sensor), null);
    }

    /** Each filter's bound has a line of its own. */
    @Test
    void shouldNameTheFilterWhoseQuotaIsReached() {
        StateAdmission admission = admission(10, 1_000_000);
        for (String filter : List.of("a/#", "b/#")) {
            for (int i = 0; i < 3; i++) {
                admission.onRefused(filter + i, Verdict.FILTER_FULL, new SensorQuota(filter, 9_000));
            }
        }
        assertThat(lines)
                .containsExactly(
                        "sensor a/#0 is refused, its readings are dropped (droppedFilterLimit): 9,000 sensors have"
                                + " come through topic filter a/#, the most that its maxSensors allows. Raise"
                                + " maxSensors of that topic, or narrow the"
                                + " filter",
                        "sensor b/#0 is refused, its readings are dropped (droppedFilterLimit): 9,000 sensors have"
                                + " come through topic filter b/#, the most that its maxSensors allows. Raise"
                                + " maxSensors of that topic, or narrow the"
                                + " filter");
    }

    @Test
    void shouldTellOfEveryEviction() {
        StateAdmission admission = admission(10, 1_000_000);
        admission.onDefined("idle/1");
        admission.onDefined("idle/2");
        admission.onDefined("idle/3");
        admission.onEvicted(List.of("idle/1"), TimeUnit.HOURS.toNanos(24));
        admission.onEvicted(List.of("idle/2", "idle/3"), TimeUnit.HOURS.toNanos(24));
        assertThat(lines)
                .containsExactly(
                        "sensor idle/1 was evicted to make room for new ones: no alarm or stream selects it, and it was silent"
                                + " for 1d (engine.evictAfter)",
                        "2 sensors were evicted to make room for new ones: no alarm or stream selects them, and they were silent"
                                + " for 1d (engine.evictAfter); the first is idle/2");
    }

    /** A flood of topics is one line in ten minutes. */
    @Test
    void shouldTellOnceInTenMinutesAndHowManyWereRefusedSince() {
        StateAdmission admission = admission(10, 100);
        admission.onDefined("known");
        for (int i = 0; i < 1_000; i++) {
            refuse(admission, "new/" + i);
        }
        assertThat(lines)
                .containsExactly(
                        "sensor new/0 is refused, its readings are dropped (droppedStateMemory): alarms and streams"
                                + " need 81 B for it, and the 1 known sensors take 81 B of 100 B. Raise"
                                + " engine.stateMemory, or narrow the"
                                + " selectors that tocsin check shows");

        nowNs += TimeUnit.MINUTES.toNanos(10) - 1;
        refuse(admission, "new/1000");
        assertThat(lines).hasSize(1);
        nowNs += 1;
        refuse(admission, "new/1001");
        assertThat(lines.get(1))
                .startsWith("sensor new/1001 is refused and 1,000 more times since the last such line, its readings are"
                        + " dropped");
    }

    @Test
    void shouldNameTheNumberWhenThatIsTheBound() {
        StateAdmission admission = admission(1, 1_000_000);
        admission.onDefined("known");
        refuse(admission, "new");
        assertThat(lines)
                .containsExactly(
                        "sensor new is refused, its readings are dropped (droppedSensorLimit): 1 sensors are known,"
                                + " the most that engine.maxSensors allows. Raise engine.maxSensors, or subscribe to"
                                + " fewer topics");
    }
}
