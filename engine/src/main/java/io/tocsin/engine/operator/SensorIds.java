package io.tocsin.engine.operator;

import io.tocsin.engine.time.DueQueue;

/** Ids of sensors: below {@link #FIRST_DERIVED} the sensors of sources, from there on the derived sensors. */
public final class SensorIds {
    /** The first id of a derived sensor. */
    public static final int FIRST_DERIVED = DueQueue.FIRST_DERIVED;

    private SensorIds() {}

    /** Whether the sensor is derived. */
    public static boolean isDerived(int sensorId) {
        return sensorId >= FIRST_DERIVED;
    }

    /** Index of the sensor within its kind: sensors of sources, or derived sensors. */
    public static int indexOf(int sensorId) {
        return isDerived(sensorId) ? sensorId - FIRST_DERIVED : sensorId;
    }
}
