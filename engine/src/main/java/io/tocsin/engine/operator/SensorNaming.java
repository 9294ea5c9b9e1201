package io.tocsin.engine.operator;

/** Gives the name of a sensor, of a source's or a derived one, or the key of a group. */
@FunctionalInterface
public interface SensorNaming {
    String sensorName(int sensorId);
}
