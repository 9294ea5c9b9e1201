package io.tocsin.engine.pipeline;

/** State of the journal that an alarm event waits for before it leaves the gateway. */
public enum AlarmGate {
    /** The record that caused the event is in the journal: the event survives a kill of the process. */
    JOURNALLED,
    /** The record that caused the event is as durable as the sync policy promises; a sync is forced for it. */
    DURABLE
}
