package io.tocsin.engine.operator;

/** The sensor of the current reading, for operators over groups, whose slots belong to the group. Engine thread. */
public final class ReadingOrigin {
    /** Id of the sensor, which may be a source's or a derived one. */
    public int sensorId;
}
