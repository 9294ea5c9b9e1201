package io.tocsin.engine.function;

import io.tocsin.engine.plan.window.Aggregate;

/** Aggregates of the numbers added to the current key, as in windows. */
public interface AggregatingState {
    /** Adds a number at the time {@link Context#timeNs}. */
    void add(double value);

    /** The number of numbers added. */
    long count();

    /** One of the declared aggregates; NaN when no number was added, or when the aggregate is undefined. */
    double get(Aggregate aggregate);

    /** Removes all numbers. */
    void clear();
}
