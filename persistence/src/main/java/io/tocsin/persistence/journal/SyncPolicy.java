package io.tocsin.persistence.journal;

/**
 * When a record counts as durable ({@code journal.sync}).
 *
 * @param kind which promise
 * @param intervalNs for {@link Kind#INTERVAL}: at most this long between syncs while there is something to sync
 */
public record SyncPolicy(Kind kind, long intervalNs) {
    /** The promises. */
    public enum Kind {
        /** Durable once the operating system has it: survives a kill of the process, not a power cut. */
        OS,
        /** Durable once it is forced to the device; forced without delay, many records at once under load. */
        ALWAYS,
        /** Durable once it is forced to the device; forced at the interval. */
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
