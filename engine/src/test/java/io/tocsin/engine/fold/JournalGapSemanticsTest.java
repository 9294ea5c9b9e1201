package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.JournalGap;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.pipeline.Recovery;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.codec.PlanCodec;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.shard.ShardGroup;
import io.tocsin.engine.shard.ShardTurns;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.testkit.Rules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A GAP record raises the gateway's own alarm, once, and changes nothing else; snapshots remember it. */
class JournalGapSemanticsTest {
    private static final long PART = 1L << 40;
    private static final JournalGap FIRST = new JournalGap(7, PART, 12, 1_000, "data/damaged-1", "a {bit} flipped");
    private static final JournalGap SECOND =
            new JournalGap(PART + 2, 2 * PART, PART + 2, 1_000, "data/damaged-2", "gone");

    private final List<String> seen = new ArrayList<>();
    private JournalFold shard = new JournalFold(seeing());
    private Recovery recovery = Recovery.into(shard);
    private long position;

    @Test
    void shouldRaiseOneAlarmForEachGap() {
        planAndSensor();
        gap(FIRST);
        gap(SECOND);
        assertThat(seen)
                .containsExactly(
                        "0 RAISED journal-damaged/1 of journal at 1000 occurrence 1 received 1000 position " + PART,
                        "1 RAISED journal-damaged/1 of journal at 1000 occurrence 2 received 1000 position "
                                + 2 * PART);
        assertThat(shard.names().rule(-1).message())
                .contains("positions 7 to 11", "data/damaged-1", "a {bit} flipped")
                .endsWith("at position 7");
        assertThat(shard.names().rule(-2).message()).contains("no record left a trace", "data/damaged-2");
        assertThat(shard.names().rule(-1).priority()).isEqualTo(Priority.CRITICAL);
        assertThat(shard.names().rule(-1).sinks()).as("every sink").isEmpty();
        assertThat(shard.gaps()).containsExactly(FIRST, SECOND);
    }

    @Test
    void shouldLeaveOperatorsAndClockAlone() {
        planAndSensor();
        reading(2_000, 99);
        String state = shard.view().activeAlarmCount() + " " + shard.lastElapsedNs();
        gap(FIRST);
        assertThat(shard.view().activeAlarmCount() + " " + shard.lastElapsedNs())
                .isEqualTo(state);
        reading(3_000, 1);
        assertThat(seen.get(2)).startsWith("2 CLEARED high/1");
    }

    @Test
    void shouldRememberGapsInSnapshots() {
        planAndSensor();
        gap(FIRST);
        String digest = shard.digest();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        recovery.writeTo(new StateOutput(bytes));

        shard = new JournalFold(seeing());
        recovery = Recovery.into(shard);
        recovery.readFrom(new StateInput(new ByteArrayInputStream(bytes.toByteArray())));

        assertThat(shard.digest()).isEqualTo(digest);
        assertThat(shard.gaps()).containsExactly(FIRST);
        gap(SECOND);
        assertThat(seen.get(1)).startsWith("1 RAISED journal-damaged/1 of journal at 1000 occurrence 2");
    }

    @Test
    void shouldRaiseTheSameInSeveralShards() throws Exception {
        planAndSensor();
        ShardGroup group = ShardGroup.of(shard, 2, (shards, turn) -> new ShardTurns() {
            @Override
            public void perform(int level) {
                for (int i = 0; i < shards; i++) {
                    turn.run(i, level);
                }
            }

            @Override
            public void stop() {}
        });
        byte[] body = body(FIRST);
        group.onControl(PART, ControlKind.GAP.code(), new UnsafeBuffer(body), 0, body.length);
        group.stop();
        assertThat(seen)
                .containsExactly(
                        "0 RAISED journal-damaged/1 of journal at 1000 occurrence 1 received 1000 position " + PART);
    }

    private void planAndSensor() {
        Plan plan = Rules.plan(20, List.of(), List.of(limit("high", "#", 0, 0, 0, level(Level.HI, 50, 0))));
        byte[] body = PlanCodec.encode(plan);
        control(ControlKind.PLAN, body, body.length);
        byte[] sensor = new byte[64];
        int length = new SensorDefinition(0, 0, 0, "s").encode(new UnsafeBuffer(sensor), 0);
        control(ControlKind.SENSOR, sensor, length);
    }

    private void reading(long timeNs, double value) {
        recovery.onReading(position++, 0, timeNs, timeNs, value, Quality.GOOD.code(), ReadingFlags.NONE);
    }

    private void gap(JournalGap gap) {
        position = gap.toPosition();
        byte[] body = body(gap);
        control(ControlKind.GAP, body, body.length);
    }

    private static byte[] body(JournalGap gap) {
        byte[] body = new byte[gap.encodedLength()];
        gap.encode(new UnsafeBuffer(body), 0);
        return body;
    }

    private void control(ControlKind kind, byte[] body, int length) {
        recovery.onControl(position++, kind.code(), new UnsafeBuffer(body), 0, length);
    }

    private ResultHandler seeing() {
        return new ResultHandler() {
            @Override
            public void onAlarm(AlarmEventFlyweight event) {
                seen.add(event.ordinal() + " " + event.kind() + " "
                        + shard.names().rule(event.ruleId()).name() + "/"
                        + shard.names().version(event.ruleId()) + " of "
                        + (event.sensorId() == AlarmEventFlyweight.GROUP
                                ? shard.names().rule(event.ruleId()).selector().filter()
                                : shard.names().sensorName(event.sensorId()))
                        + " at " + event.timeNs() + " occurrence " + event.occurrence() + " received "
                        + event.receivedNs() + " position " + event.position());
            }
        };
    }
}
