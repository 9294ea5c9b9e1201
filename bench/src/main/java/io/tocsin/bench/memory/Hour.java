package io.tocsin.bench.memory;

/**
 * The readings of an hour: every sensor sends every ten seconds, at its own time within them; values of three digits.
 */
final class Hour {
    static final int ROUNDS_PER_MINUTE = 6;
    static final int MINUTES = 60;

    /** Writes {@code gateway.yaml} with an alarm on the average of each sensor's last minute. */
    static final String GATEWAY = """
            name: memory
            sources:
              - file:
                  path: rows.csv
                  columns: {sensor: tag, value: value, time: time}
                  timeUnit: ms
                  pace: max
            time: {outOfOrderness: 2s}
            engine: {maxSensors: %d}
            journal: {retention: {maxSize: 64MiB}, segmentSize: 16MiB}
            streams:
              - {name: minute, from: "plant/+", window: {type: sliding, size: 1m, slide: 10s}, aggregates: [avg, max]}
            alarms:
              - {name: hot, sensor: "minute/plant/+/avg", type: limit, hi: 75, deadband: 5}
              - {name: silent, sensor: "plant/+", type: missing, timeout: 5m}
            """;

    private static final long BEGIN_MS = 1_795_195_860_000L;
    private static final int ROUND_MS = 60_000 / ROUNDS_PER_MINUTE;

    private Hour() {}

    /** Event time of a sensor's reading in a round, epoch ms. */
    static long timeMs(int round, int sensor) {
        return BEGIN_MS + (long) round * ROUND_MS + sensor % ROUND_MS;
    }

    static String sensorName(int sensor) {
        return "plant/" + sensor;
    }

    /** 0.0 to 99.9; a sensor's values stay near each other for some minutes. */
    static double value(int round, int sensor) {
        long slow = mix(sensor * 31L + round / 30) % 700;
        long fast = mix((long) round << 32 | sensor) % 300;
        return (slow + fast) / 10.0;
    }

    private static long mix(long seed) {
        long hash = seed * 0x9E3779B97F4A7C15L;
        hash = (hash ^ hash >>> 32) * 0xD6E8FEB86659FD93L;
        return (hash ^ hash >>> 32) >>> 1;
    }
}
