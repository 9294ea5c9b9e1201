package io.tocsin.engine.pipeline;

/** Journal state that an alarm event waits for before it may leave the gateway. */
public enum AlarmGate {
    /** The record that caused it is in the journal: it survives a kill of the process. */
    JOURNALLED,
    /** The record that caused it is as durable as the sync policy promises; a sync is forced for it. */
    DURABLE
}
