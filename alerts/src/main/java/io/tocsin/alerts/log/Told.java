package io.tocsin.alerts.log;

/**
 * Losses already reported to a sink, as sums since the ledger's beginning, so that every difference is exact across
 * kills.
 *
 * @param ledgerId the ledger that counts them
 * @param events alarm events
 * @param rows rows
 */
public record Told(long ledgerId, long events, long rows) {
    /** No losses reported, no ledger */
    public static final Told NOTHING = new Told(-1, 0, 0);
}
