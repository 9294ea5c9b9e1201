package io.tocsin.bench.peers.feed;

import java.io.Serializable;

/** A reading as an object: a bean for Esper, a POJO for Flink. */
public final class PeerReading implements Serializable {
    private static final long serialVersionUID = 1;

    private int sensor;
    private long time;
    private double value;

    public PeerReading() {}

    /**
     * A reading.
     *
     * @param time event time, ns
     */
    public PeerReading(int sensor, long time, double value) {
        this.sensor = sensor;
        this.time = time;
        this.value = value;
    }

    public int getSensor() {
        return sensor;
    }

    public void setSensor(int sensor) {
        this.sensor = sensor;
    }

    /** Event time, ns. */
    public long getTime() {
        return time;
    }

    public void setTime(long time) {
        this.time = time;
    }

    public double getValue() {
        return value;
    }

    public void setValue(double value) {
        this.value = value;
    }
}
