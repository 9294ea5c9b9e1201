package io.tocsin.engine.operator;

/** The sensor of the current reading, for operators over groups, whose own slot is the group's. Engine thread. */
public final class ReadingOrigin {
    /** Id of the sensor, of a source's or a derived one. */
    public int sensorId;
}
