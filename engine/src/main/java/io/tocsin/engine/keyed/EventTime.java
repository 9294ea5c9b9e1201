package io.tocsin.engine.keyed;

/** Event time of the current reading or timer. */
@FunctionalInterface
public interface EventTime {
    /** The event time, epoch ns. */
    long timeNs();
}
