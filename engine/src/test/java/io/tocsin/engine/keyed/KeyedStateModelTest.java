package io.tocsin.engine.keyed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.function.Functions;
import io.tocsin.engine.function.StateTtl;
import io.tocsin.engine.function.TimeDomain;
import io.tocsin.engine.harness.OperatorHarness;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.testkit.Processes;
import io.tocsin.engine.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every kind of state does what a collection of the JDK would, with bounds and times to live, over restarts. */
class KeyedStateModelTest {
    private static final int RUNS = 200;
    private static final int HEAVY_RUNS = 20_000;
    private static final int READINGS = 300;
    private static final int KEYS = 3;
    private static final int ARGUMENTS = 40;

    @Test
    void shouldDoAsCollectionsDo() {
        Seeds.forEach(RUNS, HEAVY_RUNS, KeyedStateModelTest::check);
    }

    @Test
    void shouldNotNoticeARestartAfterAnyRecord() {
        Seeds.forEach(20, seed -> {
            OperatorHarness harness = harness(StateTtl.NONE);
            Random random = Seeds.random(seed);
            for (int i = 0; i < 60; i++) {
                harness.reading("k" + random.nextInt(KEYS), i, random.nextInt(StateScript.OPERATIONS * ARGUMENTS));
            }
            harness.checkRestarts();
        });
    }

    private static void check(long seed) {
        Random random = Seeds.random(seed);
        boolean byEventTime = random.nextBoolean();
        long ttlNs = random.nextInt(3) == 0 ? StateTtl.FOREVER : 1 + random.nextInt(60);
        OperatorHarness harness =
                harness(new StateTtl(ttlNs, byEventTime ? TimeDomain.EVENT_TIME : TimeDomain.PROCESSING_TIME));
        NaiveState naive = new NaiveState(KEYS, ttlNs);
        List<Double> expected = new ArrayList<>();
        long[] eventNowNs = new long[KEYS];
        long[] receiveNowNs = new long[KEYS];
        long timeNs = 0;
        for (int i = 0; i < READINGS; i++) {
            timeNs += random.nextInt(6);
            int key = random.nextInt(KEYS);
            long eventTimeNs = Math.max(0, timeNs - random.nextInt(8));
            long receiveTimeNs = Math.max(0, timeNs + 100 - random.nextInt(8));
            eventNowNs[key] = Math.max(eventNowNs[key], eventTimeNs);
            receiveNowNs[key] = Math.max(receiveNowNs[key], receiveTimeNs);
            int code = random.nextInt(StateScript.OPERATIONS * ARGUMENTS);
            harness.reading("k" + key, eventTimeNs, receiveTimeNs, code, Quality.GOOD, ReadingFlags.NONE);
            expected.addAll(naive.apply(key, code, byEventTime ? eventNowNs[key] : receiveNowNs[key]));
            if (random.nextInt(50) == 0) {
                String before = harness.digest();
                harness.snapshotAndRestore();
                assertThat(harness.digest()).isEqualTo(before);
            }
        }
        assertThat(harness.values("script/#")).isEqualTo(expected);
        assertThat(harness.refusedCount()).isEqualTo(naive.refusedCount());
    }

    private static OperatorHarness harness(StateTtl ttl) {
        ProcessNode node = Processes.node("script", List.of("+"), "");
        Functions functions = Processes.functions(node, () -> new StateScript(ttl));
        return OperatorHarness.of(Processes.plan(node), functions);
    }
}
