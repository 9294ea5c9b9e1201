package io.tocsin.engine.function;

/**
 * Takes the results of a function; alarms and later operators have seen it when the call returns. A result is GOOD, or
 * BAD when it is not finite, and retained when the current reading is.
 */
public interface Collector {
    /** A result of the main output, for {@link Context#timeNs}. */
    void collect(double value);

    /** A result of the main output. */
    void collect(long timeNs, double value);

    /** A result of a side output, for {@link Context#timeNs}. */
    void output(OutputTag tag, double value);

    /** A result of a side output. */
    void output(OutputTag tag, long timeNs, double value);
}
