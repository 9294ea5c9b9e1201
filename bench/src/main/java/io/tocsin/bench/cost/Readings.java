package io.tocsin.bench.cost;

import java.util.SplittableRandom;

/**
 * {@value #COUNT} readings: {@value #SENSOR_COUNT} sensors in turn, each ten times a second for 6.4 s and then silent
 * for 3.6 s, every tenth up to 150 ms late, so that it may arrive after the next reading of its sensor. A pass replays
 * all of them ten seconds later. No two readings of a sensor have the same time. Values walk from 0 to 100 in 64ths.
 */
final class Readings {
    static final int SENSOR_COUNT = 1_000;
    static final int COUNT = 64 * SENSOR_COUNT;
    /** An upper bound of every reading's lateness */
    static final long OUT_OF_ORDERNESS_NS = 200_000_000L;

    private static final long FIRST_TIME_NS = 1_760_000_000_000_000_000L;
    private static final long MS = 1_000_000L;
    private static final long SENSOR_OFFSET_NS = MS / 10;
    private static final long SPAN_NS = 10_000 * MS;
    private static final int LAG_MS_MAX = 150;
    private static final int STEP_64THS = 8 * 64;
    private static final int HIGHEST_64THS = 100 * 64;

    private final long[] lagsNs = new long[COUNT];
    private final double[] values = new double[COUNT];
    private final long scale;
    private long passCount;

    /** Takes one reading. */
    interface Handler {
        void onReading(int sensorId, long eventTimeNs, long receiveTimeNs, double value);
    }

    /**
     * The same readings for every operation.
     *
     * @param scale stretches all times
     */
    Readings(long scale) {
        this.scale = scale;
        SplittableRandom random = new SplittableRandom(20_261_121);
        for (int i = 0; i < COUNT; i++) {
            double last = i < SENSOR_COUNT ? 50 * 64 : values[i - SENSOR_COUNT] * 64;
            values[i] = Math.min(HIGHEST_64THS, Math.max(0, last + random.nextInt(-STEP_64THS, STEP_64THS + 1))) / 64;
            lagsNs[i] = random.nextInt(10) == 0 ? random.nextInt(1, LAG_MS_MAX + 1) * MS - SENSOR_OFFSET_NS / 2 : 0;
        }
    }

    /** Feeds all readings once. */
    void pass(Handler handler) {
        long passNs = passCount++ * SPAN_NS;
        for (int i = 0; i < COUNT; i++) {
            int sensorId = i % SENSOR_COUNT;
            // a round of all sensors takes the interval between two readings of a sensor
            long atNs = passNs + i * SENSOR_OFFSET_NS;
            handler.onReading(
                    sensorId, FIRST_TIME_NS + (atNs - lagsNs[i]) * scale, FIRST_TIME_NS + atNs * scale, values[i]);
        }
    }
}
