package io.tocsin.alerts.log;

/**
 * How much of the alarm log is kept. A file of the log goes when it is too old or the log is too large, and neither
 * sinks nor a restart need it; one that they need goes when the log is too large all the same ({@link LogCutter}).
 *
 * @param maxAgeNs a file whose events were all received longer ago goes, nanoseconds
 * @param maxBytes the oldest files go until the log takes no more, bytes
 */
public record LogRetention(long maxAgeNs, long maxBytes) {
    public LogRetention {
        if (maxAgeNs < 0 || maxBytes < 0) {
            throw new IllegalArgumentException(
                    "retention must not be negative, maxAgeNs=" + maxAgeNs + ", maxBytes=" + maxBytes);
        }
    }
}
