package io.tocsin.alerts.log;

/**
 * Losses that a sink has already been told: sums since the ledger's beginning, so that every difference is exact over
 * kills.
 *
 * @param ledgerId the ledger that counts them
 * @param events alarm events
 * @param rows rows
 */
public record Told(long ledgerId, long events, long rows) {
    /** Nothing yet, of no ledger. */
    public static final Told NOTHING = new Told(-1, 0, 0);
}
