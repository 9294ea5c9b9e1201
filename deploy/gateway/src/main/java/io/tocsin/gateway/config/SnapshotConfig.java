package io.tocsin.gateway.config;

/**
 * Interval and number of snapshots.
 *
 * @param everyNs shortest time between snapshots, nanoseconds
 * @param keep number of kept snapshots, at least 1
 */
public record SnapshotConfig(long everyNs, int keep) {}
