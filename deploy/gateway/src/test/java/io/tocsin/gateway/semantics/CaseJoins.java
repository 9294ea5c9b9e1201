package io.tocsin.gateway.semantics;

import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.plan.codec.PlanCodec;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.select.Input;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A join of two sensors in a shard, fed with a case's steps; its pairs as lines {@code after 3 1,1}: step and both
 * times.
 */
final class CaseJoins implements ResultHandler {
    private static final int LEFT_TIME = 1;
    private static final int RIGHT_TIME = 2;

    private final List<String> pairs = new ArrayList<>();
    private JournalFold shard = new JournalFold(this);
    private long position;
    private long step;

    CaseJoins(JoinCondition condition, long outOfOrderness) {
        JoinNode join = new JoinNode(
                "j",
                new Input(new SensorSelector("k/left"), "{1}"),
                new Input(new SensorSelector("k/right"), "{1}"),
                JoinType.INNER,
                condition,
                false,
                List.of(JoinValue.LEFT),
                outOfOrderness,
                List.of("sink"));
        List<SourceNode> sources = List.of(new SourceNode("s", "file", "", true));
        control(ControlKind.PLAN, PlanCodec.encode(new Plan("g", sources, 1, List.of(join), List.of(), List.of())));
        for (String name : List.of("k/left", "k/right")) {
            UnsafeBuffer body = new UnsafeBuffer(new byte[256]);
            int sensorId = shard.sensorCount();
            byte[] bytes = new byte[new SensorDefinition(sensorId, 0, 0, name).encode(body, 0)];
            body.getBytes(0, bytes);
            control(ControlKind.SENSOR, bytes);
        }
    }

    /** A reading, which is its side's watermark as well. */
    void sample(long number, boolean isLeft, long time) {
        step = number;
        shard.onReading(position++, isLeft ? 0 : 1, time, time, (double) time, Quality.GOOD.code(), ReadingFlags.NONE);
    }

    /** Goes on with a new shard from the state of the old one. */
    void restart() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StateOutput out = new StateOutput(bytes);
        shard.writeTo(out);
        out.flush();
        shard = new JournalFold(this);
        shard.readFrom(new StateInput(new ByteArrayInputStream(bytes.toByteArray())));
    }

    List<String> pairs() {
        return pairs;
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        throw new AssertionError("there are no alarms");
    }

    @Override
    public void onRow(StreamRowFlyweight row) {
        pairs.add("after " + step + " " + row.timeNs(LEFT_TIME) + "," + row.timeNs(RIGHT_TIME));
    }

    private void control(ControlKind kind, byte[] body) {
        shard.onControl(position++, kind.code(), new UnsafeBuffer(body), 0, body.length);
    }
}
