package io.tocsin.persistence.journal;

/**
 * When a record counts as durable ({@code journal.sync}).
 *
 * @param kind promise of durability
 * @param intervalNs for {@link Kind#INTERVAL}: longest time between syncs while records are unforced
 */
public record SyncPolicy(Kind kind, long intervalNs) {
    /** The promises. */
    public enum Kind {
        /** Durable once the operating system has it: survives a kill of the process, not a power cut. */
        OS,
        /** Durable once forced to the device, without delay; under load one sync covers many records. */
        ALWAYS,
        /** Durable once forced to the device, at the interval. */
        INTERVAL
    }

    public static final SyncPolicy OS = new SyncPolicy(Kind.OS, 0);
    public static final SyncPolicy ALWAYS = new SyncPolicy(Kind.ALWAYS, 0);

    /** Forced at the interval. */
    public static SyncPolicy every(long intervalNs) {
        return new SyncPolicy(Kind.INTERVAL, intervalNs);
    }

    public SyncPolicy {
        if (kind == Kind.INTERVAL && intervalNs <= 0) {
            throw new IllegalArgumentException("sync interval must be positive, intervalNs=" + intervalNs);
        }
    }
}
