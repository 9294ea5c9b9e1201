package io.tocsin.gateway.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.Plan;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnmatchedSelectorsTest {
    private static final String END = "; check the spelling and whether the sensor sends";

    @TempDir
    private Path directory;

    private Plan plan;
    private Sensors sensors;
    private UnmatchedSelectors selectors;

    @BeforeEach
    void plan() throws Exception {
        plan = Plans.of(directory, """
                streams:
                  - {name: w, from: plant/+/temp, window: {type: tumbling, size: 1m}, aggregates: [avg, max]}
                  - {name: j, from: plant/+/load, groupBy: "{2}", join: {with: limits/+/hi, groupBy: "{2}", latest: true}}
                  - {name: k, from: "#", groupBy: "{7}", window: {type: tumbling, size: 1m}, aggregates: avg}
                alarms:
                  - {name: hot, sensor: plant/+/temp, type: limit, hi: 9}
                  - {name: one, sensor: plant/p1/temp, type: limit, hi: 9}
                  - {name: avg, sensor: w/plant/p2/temp/avg, type: limit, hi: 9}
                """);
        sensors = new Sensors(plan);
        selectors = new UnmatchedSelectors(plan, sensors.known());
    }

    @Test
    void shouldSayNothingAsLongAsNoSensorIsKnown() {
        assertThat(selectors.lines()).isEmpty();
        assertThat(selectors.toldCount()).isZero();
    }

    @Test
    void shouldNameEachSelectorThatMatchesNothingAndTheNearestSensor() {
        sensors.add("plant/p3/temp");

        assertThat(selectors.lines())
                .containsExactly(
                        "stream j: its input plant/+/load has matched no sensor, so it gets no readings; the nearest"
                                + " sensor is"
                                + " plant/p3/temp" + END,
                        "stream j: its joined input limits/+/hi has matched no sensor, so it gets no readings; the"
                                + " nearest"
                                + " sensor is plant/p3/temp" + END,
                        "stream k: its input # has matched no sensor with all levels of groupBy, so it gets no"
                                + " readings; the"
                                + " nearest sensor is plant/p3/temp" + END,
                        "alarm one: its sensor plant/p1/temp has matched no sensor, so it gets no readings; the"
                                + " nearest sensor"
                                + " is plant/p3/temp" + END,
                        "alarm avg: its sensor w/plant/p2/temp/avg has matched no sensor, so it gets no readings; the"
                                + " nearest"
                                + " sensor is w/plant/p3/temp/avg" + END);
        assertThat(selectors.toldCount()).isEqualTo(5);
    }

    @Test
    void shouldForgetASelectorWhenASensorMatchesIt() {
        sensors.add("plant/p1/temp");
        assertThat(selectors.lines())
                .noneMatch(line -> line.startsWith("alarm one"))
                .hasSize(4);

        sensors.add("plant/p2/temp").add("limits/p1/hi").add("plant/p1/load").add("a/b/c/d/e/f/g");

        assertThat(selectors.lines()).isEmpty();
        assertThat(selectors.toldCount()).as("of the first look").isEqualTo(4);
    }
}
