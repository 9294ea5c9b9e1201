package io.tocsin.engine.operator;

/** Names sensors of sources, derived sensors and keys of groups. */
@FunctionalInterface
public interface SensorNaming {
    String sensorName(int sensorId);
}
