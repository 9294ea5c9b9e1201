package io.tocsin.bench;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The readings of all workloads, made before the run: every sensor ten times a second of event time, the order shuffled
 * within {@value #SHUFFLE_WITHIN}, 10 % of the readings up to 99 ms late, 3 % of the sensors silent once for 6–12 s in
 * each 40 s, values in multiples of 1/64. A pass replays all of them; the next pass adds {@link #spanNs()} to every
 * time.
 *
 * <p>No reading overtakes another one of its sensor, so the order of arrival within a sensor is that of event time.
 */
public final class Workload {
    public static final int SENSOR_COUNT = 10_000;
    public static final double LIMIT = 90;
    public static final double CLEAR_AT = 88;

    private static final long FIRST_TIME_NS = 1_760_000_000_000_000_000L;
    private static final long MS = 1_000_000L;
    private static final long INTERVAL_NS = 100 * MS;
    private static final long SENSOR_OFFSET_NS = INTERVAL_NS / SENSOR_COUNT;
    private static final int SHUFFLE_WITHIN = 64;
    private static final int LATE_PERCENT = 10;
    private static final int LATE_MS_MAX = 99;
    private static final int SILENT_PERCENT = 3;
    private static final int SILENT_MS_MIN = 6_000;
    private static final int SILENT_MS_MAX = 12_000;
    private static final int SILENT_ONCE_IN_MS = 40_000;

    /**
     * Values are a random walk with reflecting ends, in 64ths; these parameters change the alarm in 1.8 % of the
     * readings.
     */
    private static final int STEP_64THS = 4 * 64;

    private static final int LOWEST_64THS = 29 * 64;
    private static final int HIGHEST_64THS = 97 * 64;

    private final int[] sensorIds;
    private final long[] eventTimesNs;
    private final double[] values;
    private final long spanNs;

    private Workload(int[] sensorIds, long[] eventTimesNs, double[] values, long spanNs) {
        this.sensorIds = sensorIds;
        this.eventTimesNs = eventTimesNs;
        this.values = values;
        this.spanNs = spanNs;
    }

    /** The same readings for the same arguments. */
    public static Workload make(int readingCount, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] silentFromMs = new int[SENSOR_COUNT];
        int[] silentForMs = new int[SENSOR_COUNT];
        int[] walk64ths = new int[SENSOR_COUNT];
        for (int sensor = 0; sensor < SENSOR_COUNT; sensor++) {
            if (random.nextInt(100) < SILENT_PERCENT) {
                silentForMs[sensor] = random.nextInt(SILENT_MS_MIN, SILENT_MS_MAX + 1);
                silentFromMs[sensor] = random.nextInt(SILENT_ONCE_IN_MS - silentForMs[sensor]);
            }
            walk64ths[sensor] = random.nextInt(LOWEST_64THS, HIGHEST_64THS + 1);
        }
        int[] sensorIds = new int[readingCount];
        long[] timesNs = new long[readingCount];
        double[] values = new double[readingCount];
        long[] arrivals = new long[readingCount];
        long timeNs = 0;
        for (int made = 0; made < readingCount; timeNs += SENSOR_OFFSET_NS) {
            int sensor = (int) (timeNs % INTERVAL_NS / SENSOR_OFFSET_NS);
            long silentMs = timeNs / MS % SILENT_ONCE_IN_MS - silentFromMs[sensor];
            if (silentMs >= 0 && silentMs < silentForMs[sensor]) {
                continue;
            }
            walk64ths[sensor] = step(walk64ths[sensor], random);
            long lateNs = random.nextInt(100) < LATE_PERCENT ? random.nextInt(1, LATE_MS_MAX + 1) * MS : 0;
            sensorIds[made] = sensor;
            timesNs[made] = FIRST_TIME_NS + timeNs;
            values[made] = walk64ths[sensor] / 64.0;
            arrivals[made] = (((timeNs + lateNs) / SENSOR_OFFSET_NS) << 32) | made;
            made++;
        }
        Arrays.parallelSort(arrivals);
        shuffle(arrivals, random);
        long spanNs = timeNs - timeNs % INTERVAL_NS + 10 * INTERVAL_NS;
        return new Workload(sensorIds, timesNs, values, spanNs).inOrderOf(arrivals);
    }

    /**
     * The same readings, then one of each sensor, all at the same later time and with the sensor's latest value. At the
     * end of such a pass sensors and source have one time, so windows and silences of either clock are the same ones.
     */
    public Workload closed() {
        int count = sensorIds.length;
        long newestNs = Arrays.stream(eventTimesNs).max().orElse(FIRST_TIME_NS);
        long closingNs = newestNs - newestNs % INTERVAL_NS + INTERVAL_NS;
        Workload closed = new Workload(
                Arrays.copyOf(sensorIds, count + SENSOR_COUNT),
                Arrays.copyOf(eventTimesNs, count + SENSOR_COUNT),
                Arrays.copyOf(values, count + SENSOR_COUNT),
                closingNs - FIRST_TIME_NS + INTERVAL_NS);
        double[] latest = new double[SENSOR_COUNT];
        for (int i = 0; i < count; i++) {
            latest[sensorIds[i]] = values[i];
        }
        for (int sensor = 0; sensor < SENSOR_COUNT; sensor++) {
            closed.sensorIds[count + sensor] = sensor;
            closed.eventTimesNs[count + sensor] = closingNs;
            closed.values[count + sensor] = latest[sensor];
        }
        return closed;
    }

    private static int step(int value64ths, SplittableRandom random) {
        int next = value64ths + random.nextInt(-STEP_64THS, STEP_64THS + 1);
        if (next > HIGHEST_64THS) {
            return 2 * HIGHEST_64THS - next;
        }
        return next < LOWEST_64THS ? 2 * LOWEST_64THS - next : next;
    }

    private static void shuffle(long[] arrivals, SplittableRandom random) {
        for (int from = 0; from < arrivals.length; from += SHUFFLE_WITHIN) {
            int count = Math.min(SHUFFLE_WITHIN, arrivals.length - from);
            for (int i = count - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                long swapped = arrivals[from + i];
                arrivals[from + i] = arrivals[from + j];
                arrivals[from + j] = swapped;
            }
        }
    }

    /** The readings as they arrive; the low half of an arrival is the index of its reading. */
    private Workload inOrderOf(long[] arrivals) {
        int count = arrivals.length;
        Workload arrived = new Workload(new int[count], new long[count], new double[count], spanNs);
        for (int i = 0; i < count; i++) {
            int made = (int) arrivals[i];
            arrived.sensorIds[i] = sensorIds[made];
            arrived.eventTimesNs[i] = eventTimesNs[made];
            arrived.values[i] = values[made];
        }
        return arrived;
    }

    public int count() {
        return sensorIds.length;
    }

    /** Sensors in the order of arrival. Not to be changed. */
    public int[] sensorIds() {
        return sensorIds;
    }

    /** Event times of the first pass, epoch nanoseconds. Not to be changed. */
    public long[] eventTimesNs() {
        return eventTimesNs;
    }

    /** Values. Not to be changed. */
    public double[] values() {
        return values;
    }

    /** Event time of the last reading of the first pass. */
    public long lastTimeNs() {
        return eventTimesNs[eventTimesNs.length - 1];
    }

    /** Shift in time from one pass to the next. */
    public long spanNs() {
        return spanNs;
    }
}
