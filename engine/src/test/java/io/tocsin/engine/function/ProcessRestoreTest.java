package io.tocsin.engine.function;

import static io.tocsin.engine.testkit.Processes.node;
import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.harness.OperatorHarness;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.testkit.Processes;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Rules;
import io.tocsin.engine.testkit.SeenEvent;
import io.tocsin.engine.testkit.ShardDriver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A function's state over restarts and changes of plan. */
class ProcessRestoreTest {
    private static final AlarmRule ALARM = limit("much", "sum/#", 0, 0, 0, level(Level.HI, 9, 0));

    private final List<Object> results = new ArrayList<>();
    private final RecordList records = new RecordList();

    /** Gives the sum so far. */
    private static final class Sum implements KeyedProcessFunction {
        private final int times;
        private DoubleState sum;

        Sum(int times) {
            this.times = times;
        }

        @Override
        public void open(StateContext state) {
            for (int i = 1; i < times; i++) {
                state.longState("more " + i);
            }
            sum = state.doubleState("sum");
        }

        @Override
        public void onReading(Reading reading, Context context, Collector out) {
            sum.update(sum.orElse(0) + reading.value() * times);
            out.collect(sum.orElse(0));
        }
    }

    /** Counts in a field; tells of it in snapshots, or keeps it for itself. */
    private static class Hidden implements KeyedProcessFunction {
        long count;

        @Override
        public void onReading(Reading reading, Context context, Collector out) {
            out.collect((double) ++count);
        }
    }

    private static final class Told extends Hidden implements CheckpointedFunction {
        @Override
        public void snapshotState(StateOutput out) {
            out.putLong(count);
        }

        @Override
        public void restoreState(StateInput in) {
            count = in.getLong();
        }
    }

    @Test
    void shouldKeepStateOverAPlanThatHasTheSameFunctionAndBeginAfreshWithAnother() {
        Functions functions = Functions.NONE.with("sum", 1, () -> new Sum(1)).with("sum", 2, () -> new Sum(2));
        JournalFold shard = new JournalFold(ShardDriver.into(results), functions);
        plan(shard, version(1), ALARM);
        records.sensor(new SensorDefinition(0, 0, 0, "a"));
        forwardLast(shard);
        reading(shard, 1, 5);
        plan(shard, version(1), Rules.missing("gone", "#", 100, false, 0), ALARM);
        reading(shard, 2, 5);
        assertThat(briefs()).containsExactly("RAISED HI@2 of 2#1");
        plan(shard, version(2), ALARM);
        reading(shard, 3, 4);
        assertThat(briefs()).containsExactly("RAISED HI@2 of 2#1", "CLEARED HI@3 of 2#1");
    }

    @Test
    void shouldClearAlarmsOnResultsOfAFunctionThatGoes() {
        Functions functions = Functions.NONE.with("sum", 1, () -> new Sum(1));
        JournalFold shard = new JournalFold(ShardDriver.into(results), functions);
        plan(shard, version(1), ALARM);
        records.sensor(new SensorDefinition(0, 0, 0, "a"));
        forwardLast(shard);
        reading(shard, 1, 10);
        records.plan(Rules.plan(10, ALARM));
        forwardLast(shard);
        assertThat(briefs()).containsExactly("RAISED HI@1 of 1#1", "CLEARED HI@1 of 1#1");
    }

    @Test
    void shouldRefuseStateThatOtherCodeOfTheSameVersionDeclared() {
        JournalFold shard = shard(() -> new Sum(1));
        plan(shard, version(1), ALARM);
        byte[] state = state(shard);
        JournalFold other = shard(() -> new Sum(2));
        assertThatThrownBy(() -> other.readFrom(new StateInput(new ByteArrayInputStream(state))))
                .isInstanceOf(FunctionException.class)
                .hasMessageStartingWith("the function sum/1 declares other state than the snapshot has");
    }

    @Test
    void shouldKeepWhatAFunctionTellsOfItself() {
        OperatorHarness harness = Processes.harness(node("told", List.of("#"), ""), Told::new);
        harness.reading("a", 1, 0).reading("b", 2, 0).snapshotAndRestore().reading("a", 3, 0);
        assertThat(harness.values("told/#")).containsExactly(1.0, 2.0, 3.0);
        harness.checkRestarts();
    }

    @Test
    void shouldFindOutAFunctionThatKeepsStateForItself() {
        OperatorHarness harness = Processes.harness(node("hidden", List.of("#"), ""), Hidden::new);
        harness.reading("a", 1, 0).reading("a", 2, 0);
        assertThatThrownBy(harness::checkRestarts)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("a restart changes results, record=3");
    }

    @Test
    void shouldTellLaterOperatorsTheSensorAtHandWhenAnotherIsReleased() {
        List<String> seen = new ArrayList<>();
        ProcessNode first = Processes.outOfOrder(node("first", List.of("+/x", "+/y"), "{1}"), 5, true);
        ProcessNode second = node("second", List.of("+/x", "+/y"), "{1}");
        Functions functions = Functions.NONE
                .with("first", 1, () -> (reading, context, out) -> {})
                .with("second", 1, () -> (reading, context, out) -> seen.add(reading.sensor() + reading.input()));
        OperatorHarness harness = OperatorHarness.of(Rules.plan(10, List.of(first, second), List.of()), functions);
        harness.reading("k/x", 1, 0).reading("k/y", 20, 0);
        assertThat(seen).containsExactly("k/x0", "k/y1");
    }

    private static ProcessNode version(int version) {
        ProcessNode node = node("sum", List.of("#"), "");
        return new ProcessNode(
                node.name(),
                node.selector(),
                node.groupBy(),
                false,
                node.function(),
                version,
                List.of(),
                null,
                0,
                false,
                List.of());
    }

    private JournalFold shard(Supplier<KeyedProcessFunction> sum) {
        return new JournalFold(ShardDriver.into(results), Functions.NONE.with("sum", 1, sum));
    }

    private static byte[] state(JournalFold shard) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StateOutput out = new StateOutput(bytes);
        shard.writeTo(out);
        out.flush();
        return bytes.toByteArray();
    }

    private void plan(JournalFold shard, ProcessNode node, AlarmRule... alarms) {
        records.plan(Processes.plan(node, alarms));
        forwardLast(shard);
    }

    private void reading(JournalFold shard, long timeNs, double value) {
        records.onReading(0, 0, timeNs, timeNs, value, 0, 0);
        forwardLast(shard);
    }

    private void forwardLast(JournalFold shard) {
        int position = records.size() - 1;
        records.entries().get(position).forward(position, shard);
    }

    private List<String> briefs() {
        return results.stream().map(result -> ((SeenEvent) result).brief()).toList();
    }
}
