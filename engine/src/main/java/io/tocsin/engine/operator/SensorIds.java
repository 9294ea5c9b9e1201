package io.tocsin.engine.operator;

import io.tocsin.engine.time.DueQueue;

/** Ids of sensors: below {@link #FIRST_DERIVED} those of sources, from there on those that the engine derives. */
public final class SensorIds {
    /** The first id of a derived sensor. */
    public static final int FIRST_DERIVED = DueQueue.FIRST_DERIVED;

    private SensorIds() {}

    /** Whether the engine derives the sensor. */
    public static boolean isDerived(int sensorId) {
        return sensorId >= FIRST_DERIVED;
    }

    /** Index of the sensor among those of its kind: of sources, or derived. */
    public static int indexOf(int sensorId) {
        return isDerived(sensorId) ? sensorId - FIRST_DERIVED : sensorId;
    }
}
