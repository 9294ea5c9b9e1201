package io.tocsin.gateway.config;

/**
 * How the state is saved.
 *
 * @param everyNs at least this long between snapshots, nanoseconds
 * @param keep how many are kept, at least 1
 */
public record SnapshotConfig(long everyNs, int keep) {}
