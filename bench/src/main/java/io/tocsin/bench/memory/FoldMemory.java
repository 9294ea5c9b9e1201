package io.tocsin.bench.memory;

import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.codec.PlanCodec;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.result.ResultHandler;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;

/** Runs an hour of very many sensors through the fold in this process. */
final class FoldMemory {
    private static final int MINUTES_A_LINE = 10;
    private static final int MAX_NAME_BODY = 64;

    private final JournalFold shard = new JournalFold(ResultHandler.NOTHING);
    private final int sensorCount;
    private long position;

    FoldMemory(Plan plan, int sensorCount) {
        this.sensorCount = sensorCount;
        control(ControlKind.PLAN, PlanCodec.encode(plan));
        for (int sensor = 0; sensor < sensorCount; sensor++) {
            byte[] body = new byte[MAX_NAME_BODY];
            int length = new SensorDefinition(sensor, 0, 0, Hour.sensorName(sensor)).encode(new UnsafeBuffer(body), 0);
            control(ControlKind.SENSOR, Arrays.copyOf(body, length));
        }
    }

    void run() throws IOException {
        System.out.printf(Locale.ROOT, "%,d sensors through the fold:%n%n", sensorCount);
        System.out.println("| stream time, min | readings | readings/s | events | state, MiB | RSS, MiB |");
        System.out.println("|---:|---:|---:|---:|---:|---:|");
        long startNs = System.nanoTime();
        for (int minute = 1; minute <= Hour.MINUTES; minute++) {
            for (int i = 0; i < Hour.ROUNDS_PER_MINUTE; i++) {
                feed((minute - 1) * Hour.ROUNDS_PER_MINUTE + i);
            }
            if (minute % MINUTES_A_LINE == 0) {
                double seconds = (System.nanoTime() - startNs) / 1e9;
                long readings = (long) minute * Hour.ROUNDS_PER_MINUTE * sensorCount;
                System.out.printf(
                        Locale.ROOT,
                        "| %d | %,d | %,.0f | %,d | %,d | %,d |%n",
                        minute,
                        readings,
                        readings / seconds,
                        shard.eventCount(),
                        shard.stateBytes() >> 20,
                        ResidentMemory.mib("self", "VmRSS"));
            }
        }
    }

    private void feed(int round) {
        int good = Quality.GOOD.code();
        for (int sensor = 0; sensor < sensorCount; sensor++) {
            long timeNs = Hour.timeMs(round, sensor) * 1_000_000;
            shard.onReading(position++, sensor, timeNs, timeNs, Hour.value(round, sensor), good, ReadingFlags.NONE);
        }
        shard.onTick(position++, Hour.timeMs(round + 1, 0) * 1_000_000);
    }

    private void control(ControlKind kind, byte[] body) {
        shard.onControl(position++, kind.code(), new UnsafeBuffer(body), 0, body.length);
    }
}
