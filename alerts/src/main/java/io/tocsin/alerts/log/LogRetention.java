package io.tocsin.alerts.log;

/**
 * Retention of the alarm log. A file is deleted when it is too old or the log is too large, and neither sinks nor a
 * restart need it. If the log is then still too large, needed files are cut too ({@link LogCutter}).
 *
 * @param maxAgeNs age from which a file expires, by the receive time of its newest event, nanoseconds
 * @param maxBytes greatest size of the log, bytes
 */
public record LogRetention(long maxAgeNs, long maxBytes) {
    public LogRetention {
        if (maxAgeNs < 0 || maxBytes < 0) {
            throw new IllegalArgumentException(
                    "retention must not be negative, maxAgeNs=" + maxAgeNs + ", maxBytes=" + maxBytes);
        }
    }
}
