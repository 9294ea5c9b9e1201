package io.tocsin.engine.testkit;

import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Events and rows with nothing in them that matters, and their bytes. */
public final class Results {
    private static final AlarmEventKind[] KINDS = {
        AlarmEventKind.RAISED, AlarmEventKind.CLEARED, AlarmEventKind.LEVEL_CHANGED
    };

    private Results() {}

    /** An event whose fields are random but for the ordinal; decided at 0. */
    public static AlarmEventFlyweight randomEvent(Random random, long ordinal) {
        return new AlarmEventFlyweight()
                .wrap(new UnsafeBuffer(new byte[AlarmEventFlyweight.LENGTH]), 0)
                .ordinal(ordinal)
                .position(random.nextLong())
                .timeNs(random.nextLong())
                .raisedNs(random.nextLong())
                .receivedNs(random.nextLong())
                .value(random.nextDouble())
                .limit(random.nextDouble())
                .ruleId(random.nextInt())
                .sensorId(random.nextInt())
                .occurrence(random.nextInt())
                .kind(KINDS[random.nextInt(KINDS.length)])
                .levelCode(AlarmEventFlyweight.NO_LEVEL)
                .reason(AlarmEventReason.RULE);
    }

    /** A row of so many values whose fields are random but for the ordinal; decided at 0. */
    public static StreamRowFlyweight randomRow(Random random, long ordinal, int valueCount) {
        StreamRowFlyweight row = new StreamRowFlyweight()
                .wrap(new UnsafeBuffer(new byte[StreamRowFlyweight.lengthOf(valueCount)]), 0, valueCount)
                .valueCount(valueCount)
                .ordinal(ordinal)
                .position(random.nextLong())
                .startNs(random.nextLong())
                .endNs(random.nextLong())
                .receivedNs(random.nextLong())
                .count(random.nextLong())
                .streamId(random.nextInt())
                .sensorId(random.nextInt())
                .flags(random.nextBoolean(), random.nextBoolean());
        for (int i = 0; i < valueCount; i++) {
            row.value(i, random.nextInt(5) == 0 ? Double.NaN : random.nextDouble());
        }
        return row;
    }

    /** The bytes of an event, comparable. */
    public static DirectBuffer bytes(AlarmEventFlyweight event) {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[AlarmEventFlyweight.LENGTH]);
        event.copyTo(bytes, 0);
        return bytes;
    }

    /** The bytes of a row, comparable. */
    public static DirectBuffer bytes(StreamRowFlyweight row) {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[row.length()]);
        row.copyTo(bytes, 0);
        return bytes;
    }
}
