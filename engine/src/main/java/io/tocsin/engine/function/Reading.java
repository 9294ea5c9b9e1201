package io.tocsin.engine.function;

/** The current reading. Reused: never keep one. */
public interface Reading {
    /** The name of its sensor; allocates when the sensor is a derived one. */
    String sensor();

    /** Which of the node's filters selects its sensor: 0 for the first, the order of {@code union}. */
    int input();

    /** Its event time, epoch ns; where {@code time: receive} counts, the time it was received. */
    long timeNs();

    /** Finite, unless it {@link #isBad}. */
    double value();

    /** Whether it is no sample: of bad quality; under a plan of the first edition also a text. */
    boolean isBad();

    /** Whether it is a retained message: the sensor's state of some time ago. */
    boolean isRetained();
}
