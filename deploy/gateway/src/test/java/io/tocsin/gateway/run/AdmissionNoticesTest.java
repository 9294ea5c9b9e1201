package io.tocsin.gateway.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.admission.SensorCosts;
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

    /** A flood of topics is one line in ten minutes. */
    @Test
    void shouldTellOnceInTenMinutesAndHowManyWereRefusedSince() {
        StateAdmission admission = admission(10, 100);
        admission.onDefined("known");
        for (int i = 0; i < 1_000; i++) {
            admission.judge("new/" + i);
        }
        assertThat(lines)
                .containsExactly(
                        "sensor new/0 is refused, its readings are dropped (droppedStateMemory): alarms and streams keep"
                                + " 81 B of it, and the 1 known sensors take 81 B of 100 B. Raise engine.stateMemory, or narrow the"
                                + " selectors that tocsin check shows");

        nowNs += TimeUnit.MINUTES.toNanos(10) - 1;
        admission.judge("new/1000");
        assertThat(lines).hasSize(1);
        nowNs += 1;
        admission.judge("new/1001");
        assertThat(lines.get(1))
                .startsWith(
                        "sensor new/1001 is refused and 1,000 more times since this was last told, its readings are dropped");
    }

    @Test
    void shouldNameTheNumberWhenThatIsTheBound() {
        StateAdmission admission = admission(1, 1_000_000);
        admission.onDefined("known");
        admission.judge("new");
        assertThat(lines)
                .containsExactly(
                        "sensor new is refused, its readings are dropped (droppedSensorLimit): 1 sensors are known, as many"
                                + " as engine.maxSensors allows. Raise engine.maxSensors, or subscribe to fewer topics");
    }
}
