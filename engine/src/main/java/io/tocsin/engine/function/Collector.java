package io.tocsin.engine.function;

/**
 * Receives the results of a function. When the call returns, alarms and later operators have processed the result. A
 * result is GOOD, or BAD when it is not finite, and retained when the current reading is.
 */
public interface Collector {
    /** Emits a result of the main output at {@link Context#timeNs}. */
    void collect(double value);

    /** Emits a result of the main output. */
    void collect(long timeNs, double value);

    /** Emits a result of a side output at {@link Context#timeNs}. */
    void output(OutputTag tag, double value);

    /** Emits a result of a side output. */
    void output(OutputTag tag, long timeNs, double value);
}
