package io.tocsin.bench.flink;

import org.apache.flink.api.common.functions.RichMapFunction;

/**
 * Makes the result of a window a reading of a derived sensor, at the window's last instant. Its position is its number
 * among the firings: Flink does not know which record made it fire.
 */
final class Derive extends RichMapFunction<Firing, Reading> {
    private static final long serialVersionUID = 1;

    private final String sensor;
    private long count;

    Derive(String sensor) {
        this.sensor = sensor;
    }

    @Override
    public Reading map(Firing firing) {
        return reading(count++, sensor, firing);
    }

    static Reading reading(long number, String sensor, Firing firing) {
        return new Reading(number, sensor, firing.endNs() - 1, firing.values().get(0), true);
    }
}
