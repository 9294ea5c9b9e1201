package io.tocsin.engine.process;

import io.tocsin.engine.function.Reading;
import io.tocsin.engine.operator.ReadingOrigin;
import io.tocsin.engine.operator.SensorNaming;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;

/** The current reading, as a function sees it. */
final class ReadingView implements Reading {
    private static final int BAD = Quality.BAD.code();

    private final ReadingOrigin origin;
    private final SensorNaming names;
    private final InputIndexes inputs;
    private long timeNs;
    private double value;
    private int quality;
    private int flags;

    ReadingView(SensorSelector selector, ReadingOrigin origin, SensorNaming names) {
        this.origin = origin;
        this.names = names;
        this.inputs = new InputIndexes(selector, names);
    }

    ReadingView set(long readingTimeNs, double readingValue, int readingQuality, int readingFlags) {
        timeNs = readingTimeNs;
        // Keep the bits: arithmetic would propagate the NaN that represents a text.
        boolean isText = TextValue.isText(readingValue);
        value = isText ? Double.NaN : readingValue;
        quality = isText ? BAD : readingQuality;
        flags = readingFlags;
        return this;
    }

    @Override
    public String sensor() {
        return names.sensorName(origin.sensorId);
    }

    @Override
    public int input() {
        return inputs.indexOf(origin.sensorId);
    }

    @Override
    public long timeNs() {
        return timeNs;
    }

    @Override
    public double value() {
        return value;
    }

    @Override
    public boolean isBad() {
        return quality == BAD;
    }

    @Override
    public boolean isRetained() {
        return (flags & ReadingFlags.RETAINED) != 0;
    }

    @Override
    public String toString() {
        return "sensor=" + sensor() + ", timeNs=" + timeNs + ", value=" + value;
    }
}
