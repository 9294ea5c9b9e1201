package io.tocsin.bench.flink;

import io.tocsin.bench.flink.OracleCase.Arrival;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes random readings: in order, late, too late, at one instant, after a gap, bad, retained. */
final class RandomArrivals {
    static final int DELAY_MAX = 25;

    private static final long[] EPOCHS_NS = {0, -37, -1_000_000_000_000_007L, 1_763_700_000_000_000_000L};

    private final Random random;
    private final long unitNs;
    private final boolean isRough;

    /**
     * @param unitNs times are multiples of it, but for the epoch
     * @param isRough whether values have many digits
     */
    RandomArrivals(Random random, long unitNs, boolean isRough) {
        this.random = random;
        this.unitNs = unitNs;
        this.isRough = isRough;
    }

    /** The readings of some sensors, late by about what a plan waits for. */
    List<Arrival> of(int sensorCount, long outOfOrdernessNs, long latenessNs) {
        long[] skewNs = new long[sensorCount];
        int[] silentFrom = new int[sensorCount];
        int count = 60 + random.nextInt(340);
        for (int sensorId = 0; sensorId < sensorCount; sensorId++) {
            skewNs[sensorId] = random.nextInt(3) == 0 ? (random.nextInt(400) - 200) * unitNs : 0;
            silentFrom[sensorId] = sensorId > 0 && random.nextInt(3) == 0 ? random.nextInt(count) : count;
        }
        int outOfOrderness = (int) (outOfOrdernessNs / unitNs);
        int lateness = (int) (latenessNs / unitNs);
        long clockNs = EPOCHS_NS[random.nextInt(EPOCHS_NS.length)];
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clockNs += (random.nextInt(20) == 0 ? random.nextInt(100) : random.nextInt(4)) * unitNs;
            int sensorId = random.nextInt(sensorCount);
            if (i < silentFrom[sensorId]) {
                arrivals.add(arrival(sensorId, clockNs - skewNs[sensorId] - lagNs(outOfOrderness, lateness), clockNs));
            }
        }
        return arrivals;
    }

    /** A reading, perhaps bad or retained. */
    Arrival arrival(int sensorId, long eventTimeNs, long receiveTimeNs) {
        boolean isBad = random.nextInt(20) == 0;
        return new Arrival(
                sensorId,
                eventTimeNs,
                receiveTimeNs,
                isBad ? Double.NaN : value(),
                isBad ? Quality.BAD : random.nextInt(20) == 0 ? Quality.UNCERTAIN : Quality.GOOD,
                random.nextInt(20) == 0 ? ReadingFlags.RETAINED : ReadingFlags.NONE);
    }

    /** In order, out of it, later than the watermark, later than everything, or a little beside a window's bound. */
    private long lagNs(int outOfOrderness, int lateness) {
        return switch (random.nextInt(12)) {
            case 0, 1 -> random.nextInt(2 + outOfOrderness) * unitNs;
            case 2, 3 -> (outOfOrderness + random.nextInt(5 + lateness)) * unitNs;
            case 4 -> random.nextInt(4 * (DELAY_MAX + outOfOrderness + lateness)) * unitNs;
            case 5 -> unitNs > 1 ? random.nextInt(3) - 1 : 0;
            default -> 0;
        };
    }

    private double value() {
        if (random.nextInt(40) == 0) {
            return -0.0;
        }
        return isRough ? random.nextGaussian() * 7.3 : (random.nextInt(120) - 24) / 8.0;
    }
}
