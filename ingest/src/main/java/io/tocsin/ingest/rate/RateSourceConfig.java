package io.tocsin.ingest.rate;

/**
 * A generator of readings, for tests of load.
 *
 * @param name unique among the sources
 * @param sensors how many, named {@code rate/0} …
 * @param perSecond readings a second over all sensors, 0 = as fast as it can
 * @param seed the same seed gives the same values
 * @param limit how many readings to make, 0 = no end
 */
public record RateSourceConfig(String name, int sensors, long perSecond, long seed, long limit) {
    public RateSourceConfig {
        if (sensors < 1) {
            throw new IllegalArgumentException("sensors must be at least 1, sensors=" + sensors);
        }
        if (perSecond < 0 || limit < 0) {
            throw new IllegalArgumentException(
                    "perSecond and limit must not be negative, perSecond=" + perSecond + ", limit=" + limit);
        }
    }
}
