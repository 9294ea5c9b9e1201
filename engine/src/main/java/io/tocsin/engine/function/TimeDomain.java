package io.tocsin.engine.function;

/** Whose time a timer or a time to live follows. */
public enum TimeDomain {
    /** That of the key's readings: its watermark. Goes on by the clock when the key is silent for {@code idleAfter}. */
    EVENT_TIME,
    /** That of the gateway's clock, as the journal has it: when the record at hand was received. */
    PROCESSING_TIME
}
