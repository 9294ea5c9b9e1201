package io.tocsin.engine.keyed;

/** Tells the event time of what is at hand. */
@FunctionalInterface
public interface EventTime {
    /** Epoch ns. */
    long timeNs();
}
