package io.tocsin.engine.function;

/** The current reading. The object is reused: never keep a reference. */
public interface Reading {
    /** The name of the reading's sensor; allocates for a derived sensor. */
    String sensor();

    /** Index of the node's filter that selects the sensor, in the order of {@code union}, from 0. */
    int input();

    /** The event time, epoch ns; the receive time if the node has {@code time: receive}. */
    long timeNs();

    /** The value, finite unless the reading {@link #isBad}. */
    double value();

    /** Whether the reading is no sample: of bad quality; under a plan of the first edition also a text. */
    boolean isBad();

    /** Whether the reading is a retained message: a past state of the sensor. */
    boolean isRetained();
}
