package io.tocsin.bench.flink;

import java.io.Serializable;

/**
 * One reading as both engines get it.
 *
 * @param position in the journal, and so in the order of arrival
 * @param key whose windows it belongs to: its sensor or its group
 * @param timeNs what the stream counts it at
 * @param isSample whether it is one; every other reading only moves time
 */
public record Reading(long position, String key, long timeNs, double value, boolean isSample) implements Serializable {}
