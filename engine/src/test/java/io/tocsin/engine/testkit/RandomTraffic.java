package io.tocsin.engine.testkit;

import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import java.util.Random;

/** Readings in disorder, late, bad, retained, with pauses and ticks between them. */
public final class RandomTraffic {
    private RandomTraffic() {}

    /**
     * Feeds 150 records.
     *
     * @param skewNs how far each sensor's clock is behind, by its id, ns
     */
    public static void drive(ShardDriver driver, Random random, long[] skewNs) {
        long clockNs = 10_000;
        boolean ticks = random.nextInt(4) > 0;
        for (int i = 0; i < 150; i++) {
            int dice = random.nextInt(100);
            clockNs += dice < 4 ? 20 + random.nextInt(100) : random.nextInt(4);
            if (ticks && dice < 25) {
                driver.tick(clockNs);
            } else {
                int sensorId = random.nextInt(skewNs.length);
                long lagNs = random.nextInt(3) == 0 ? random.nextInt(30) : 0;
                boolean bad = random.nextInt(15) == 0;
                driver.reading(
                        sensorId,
                        clockNs - skewNs[sensorId] - lagNs,
                        clockNs,
                        bad ? Double.NaN : random.nextInt(64) / 8.0,
                        bad ? Quality.BAD : Quality.GOOD,
                        random.nextInt(15) == 0 ? ReadingFlags.RETAINED : ReadingFlags.NONE);
            }
        }
    }
}
