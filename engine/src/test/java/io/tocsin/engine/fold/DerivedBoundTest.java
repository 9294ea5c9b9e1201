package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.plan;
import static io.tocsin.engine.testkit.Rules.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.scope.FoldNotices;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@link Plan#maxDerived}: keys of groups and derived sensors beyond it are not there, and everything else continues.
 */
class DerivedBoundTest {
    private static final StreamNode BY_MACHINE =
            stream("g", "+/temp", "{1}", new AlignedWindow(10, 10, 0), Aggregate.AVG);
    private final ShardDriver driver = new ShardDriver();

    private static Plan bounded(int maxDerived) {
        return plan(
                        1_000,
                        List.of(BY_MACHINE),
                        List.of(
                                limit("raw", "+/temp", 0, 0, 0, level(Level.HI, 90, 0)),
                                limit("hot", "g/+/avg", 0, 0, 0, level(Level.HI, 50, 0))))
                .withMaxDerived(maxDerived);
    }

    private void feed(int machines) {
        for (int machine = 0; machine < machines; machine++) {
            driver.sensor("m" + machine + "/temp");
        }
        for (int machine = 0; machine < machines; machine++) {
            driver.good(machine, 5, 99).good(machine, 15, 99);
        }
    }

    @Test
    void shouldKeepTheGroupsThatFindAPlaceAndCountTheOthers() {
        driver.plan(bounded(5));
        List<Integer> told = new ArrayList<>();
        driver.shard().notices(new FoldNotices() {
            @Override
            public void onClockRestart(int sensorId, long fromNs, long toNs) {
                throw new AssertionError("no clock has gone back");
            }

            @Override
            public void onBehind(int sensorId, long newestNs, long eventNs) {
                throw new AssertionError("no clock has gone back");
            }

            @Override
            public void onDerivedFull(int maxDerived) {
                told.add(maxDerived);
            }
        });

        feed(4);

        // A group and its average each for two machines, and a group without an average.
        assertThat(driver.shard().derivedCount()).isEqualTo(5);
        assertThat(driver.shard().view().refusedCount()).isEqualTo(2);
        assertThat(told).containsExactly(5, 5);
        assertThat(driver.rows()).hasSize(3);
        assertThat(driver.events().stream()
                        .filter(event -> driver.shard()
                                .names()
                                .rule(event.ruleId())
                                .name()
                                .equals("raw")))
                .as("rules over the sensors see them all")
                .hasSize(4);
        assertThat(driver.events().stream()
                        .filter(event -> driver.shard()
                                .names()
                                .rule(event.ruleId())
                                .name()
                                .equals("hot")))
                .hasSize(2);
        assertThat(ShardDriver.replay(driver.records()).shard().digest())
                .isEqualTo(driver.shard().digest());
    }

    @Test
    void shouldMakeTheOthersWhenAPlanAllowsMore() {
        driver.plan(bounded(2));
        feed(3);
        assertThat(driver.shard().derivedCount()).isEqualTo(2);

        driver.plan(bounded(Plan.UNBOUNDED));

        assertThat(driver.shard().derivedCount()).isEqualTo(6);
    }

    @Test
    void shouldKeepWhatIsThereWhenAPlanAllowsFewer() {
        driver.plan(bounded(Plan.UNBOUNDED));
        feed(3);

        driver.plan(bounded(1));
        driver.sensor("m3/temp");

        assertThat(driver.shard().derivedCount()).isEqualTo(6);
        driver.good(2, 25, 99);
        assertThat(driver.rows()).as("the third machine's window goes on").hasSize(4);
    }
}
