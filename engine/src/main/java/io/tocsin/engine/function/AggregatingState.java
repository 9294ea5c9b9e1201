package io.tocsin.engine.function;

import io.tocsin.engine.plan.window.Aggregate;

/** Aggregates of the numbers that were added to the current key, as windows have them. */
public interface AggregatingState {
    /** Adds a number for {@link Context#timeNs}. */
    void add(double value);

    /** How many were added. */
    long count();

    /** One of the declared aggregates; NaN when nothing was added, or there is no such number. */
    double get(Aggregate aggregate);

    /** Forgets all. */
    void clear();
}
