package io.tocsin.engine.function;

/** Clock that a timer or a time to live follows. */
public enum TimeDomain {
    /**
     * Event time of the key: its watermark. Advances with the gateway's clock when the key is silent for
     * {@code idleAfter}.
     */
    EVENT_TIME,
    /** Processing time: the receive time of the current record, by the gateway's clock in the journal. */
    PROCESSING_TIME
}
