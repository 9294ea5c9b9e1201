package io.tocsin.alerts;

/** The journal state that a sink waits for before it delivers an event or row of the alarm log. */
public enum Delivery {
    /**
     * The event is in the log and survives a kill of the process. After a power cut an event may be delivered again
     * with another {@code decided}, {@code received} or {@code position}; its id stays the same.
     */
    WHEN_LOGGED,
    /** The event is on the disk. Repeats are byte-identical even after a power cut; costs one sync a batch. */
    WHEN_FORCED
}
