package io.tocsin.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import io.tocsin.engine.testkit.Results;
import io.tocsin.engine.testkit.Seeds;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** The ring against a queue: events and rows of every length come out as they went in, and once. */
class ResultRingModelTest {
    /** More than the ring holds many times, so that its end falls at every distance from a message's. */
    private static final int STEPS = 100_000;

    private static final int MOST_WAITING = 4_000;

    @Test
    void shouldHandOnEventsAndRowsInOrderWhenTheyAreOfManyLengths() {
        Seeds.forEach(5, 100, ResultRingModelTest::run);
    }

    private static void run(long seed) {
        Random random = Seeds.random(seed);
        Deque<DirectBuffer> waiting = new ArrayDeque<>();
        long[] clockNs = {0};
        ResultRing ring = new ResultRing(() -> clockNs[0], new Expecting(waiting));
        long alarmCount = 0;
        long rowCount = 0;
        for (int step = 0; step < STEPS; step++) {
            clockNs[0]++;
            if (random.nextInt(3) == 0) {
                AlarmEventFlyweight event = Results.randomEvent(random, step);
                ring.onAlarm(event);
                waiting.add(Results.bytes(event.decidedNs(clockNs[0])));
                alarmCount++;
            } else {
                StreamRowFlyweight row = Results.randomRow(random, step, 1 + random.nextInt(StreamNode.MAX_AGGREGATES));
                ring.onRow(row);
                waiting.add(Results.bytes(row.decidedNs(clockNs[0])));
                rowCount++;
            }
            if (waiting.size() == MOST_WAITING || random.nextInt(500) == 0) {
                int before = waiting.size();
                int limit = 1 + random.nextInt(MOST_WAITING);
                int count = ring.read(limit);
                assertThat(count).isBetween(1, limit).isEqualTo(before - waiting.size());
            }
        }
        while (!waiting.isEmpty()) {
            assertThat(ring.read(Integer.MAX_VALUE)).isPositive();
        }
        assertThat(ring.read(1)).isZero();
        assertThat(ring.alarmCount()).isEqualTo(alarmCount);
        assertThat(ring.rowCount()).isEqualTo(rowCount);
    }

    private record Expecting(Deque<DirectBuffer> waiting) implements ResultHandler {
        @Override
        public void onAlarm(AlarmEventFlyweight event) {
            assertThat(Results.bytes(event)).isEqualTo(waiting.remove());
        }

        @Override
        public void onRow(StreamRowFlyweight row) {
            assertThat(Results.bytes(row)).isEqualTo(waiting.remove());
        }
    }
}
