package io.tocsin.alerts.log;

/**
 * How far a sink has come, as it is on the disk.
 *
 * @param settledSequence every frame below it is delivered, set aside, or not for the sink
 * @param told of its losses
 */
public record SinkPlace(long settledSequence, Told told) {}
