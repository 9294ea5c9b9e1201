package io.tocsin.persistence.journal;

import io.tocsin.engine.reading.TextValue;
import io.tocsin.persistence.journal.JournalRecord.Reading;
import io.tocsin.persistence.journal.JournalRecord.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Records from a seed: a mixture of what sensors send and of what nobody should. */
final class RandomRecords {
    static final int SENSOR_COUNT = 50;

    private static final long[] UNITS = {1_000_000_000L, 1_000_000L, 1_000L, 1L};
    private static final double[] ODD_VALUES = {
        0.0,
        -0.0,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        9007199254740991.0,
        9007199254740994.0,
        1e22,
        Double.longBitsToDouble(0x7FF0_0000_0000_0001L),
        TextValue.of(0),
        TextValue.of(TextValue.MAX_TEXTS - 1)
    };

    private final SplittableRandom random;
    private final double[] values = new double[SENSOR_COUNT];
    private final long[] times = new long[SENSOR_COUNT];
    private long clockNs = 1_795_195_860_000_000_000L;
    private int lastSensor = 0;

    RandomRecords(long seed) {
        random = new SplittableRandom(seed);
    }

    List<JournalRecord> list(int count) {
        List<JournalRecord> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            records.add(next());
        }
        return records;
    }

    JournalRecord next() {
        int kind = random.nextInt(100);
        if (kind < 90) {
            return reading();
        }
        if (kind < 97) {
            return new Tick(kind == 96 ? random.nextLong() : advance());
        }
        byte[] body = new byte[random.nextInt(kind == 97 ? 3000 : 40)];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) random.nextInt();
        }
        return JournalRecord.control(random.nextInt(1, 200), body);
    }

    private Reading reading() {
        int sensor = random.nextInt(3) == 0 ? random.nextInt(SENSOR_COUNT) : (lastSensor + 1) % SENSOR_COUNT;
        lastSensor = sensor;
        if (random.nextInt(50) == 0) {
            return new Reading(
                    sensor,
                    random.nextLong(),
                    random.nextLong(),
                    random.nextLong(),
                    random.nextInt(3),
                    random.nextInt(256));
        }
        long receiveTimeNs = random.nextInt(4) == 0 ? clockNs : advance();
        long eventTimeNs = switch (random.nextInt(4)) {
            case 0 -> receiveTimeNs;
            case 1 -> receiveTimeNs - random.nextLong(5_000_000_000L);
            default -> times[sensor] + (random.nextInt(5) == 0 ? random.nextLong(9) * unit() : 1_000_000_000L);
        };
        times[sensor] = eventTimeNs;
        int quality = random.nextInt(20) == 0 ? random.nextInt(3) : 0;
        int flags = random.nextInt(30) == 0 ? random.nextInt(256) : 0;
        long bits = Double.doubleToRawLongBits(value(sensor));
        return new Reading(sensor, eventTimeNs, receiveTimeNs, bits, quality, flags);
    }

    private double value(int sensor) {
        switch (random.nextInt(8)) {
            case 0 -> {
                return ODD_VALUES[random.nextInt(ODD_VALUES.length)];
            }
            case 1 -> values[sensor] = random.nextDouble() * 1000 - 500;
            case 2 -> values[sensor] = (float) random.nextDouble();
            case 3, 4, 5 -> values[sensor] = Math.rint(values[sensor] * 100 + random.nextInt(-9, 10)) / 100;
            default -> {
                // unchanged
            }
        }
        return values[sensor];
    }

    private long advance() {
        clockNs += random.nextLong(1, 2000) * unit();
        return clockNs;
    }

    private long unit() {
        return UNITS[random.nextInt(UNITS.length)];
    }
}
