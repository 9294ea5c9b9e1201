package io.tocsin.engine.keyed;

/** Event time of the current reading or timer. */
@FunctionalInterface
public interface EventTime {
    /** Epoch ns. */
    long timeNs();
}
