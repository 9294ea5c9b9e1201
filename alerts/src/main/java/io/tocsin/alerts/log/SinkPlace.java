package io.tocsin.alerts.log;

/**
 * Progress of a sink, as stored on the disk.
 *
 * @param settledSequence every frame below it is delivered, set aside, or not meant for the sink
 * @param told losses reported to the sink
 */
public record SinkPlace(long settledSequence, Told told) {}
