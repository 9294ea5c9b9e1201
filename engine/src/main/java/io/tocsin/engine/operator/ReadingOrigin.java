package io.tocsin.engine.operator;

/** The sensor whose reading is at hand, for operators over groups: their line is the group's. Engine thread. */
public final class ReadingOrigin {
    /** Id of the sensor, of a source's or a derived one. */
    public int sensorId;
}
