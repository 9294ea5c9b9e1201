package io.tocsin.alerts.log.frame;

/**
 * Losses of a sink because the log had reached its bound.
 *
 * @param events alarm events, since the ledger's beginning
 * @param rows rows, since the ledger's beginning
 * @param fromNs earliest event time of the losses not reported to the sink, epoch ns
 * @param toNs latest event time of all, epoch ns
 */
public record Lost(long events, long rows, long fromNs, long toNs) {
    public static final Lost NOTHING = new Lost(0, 0, Long.MAX_VALUE, Long.MIN_VALUE);

    /** With one more. */
    public Lost plus(LogFrame frame) {
        boolean isRow = frame.type() == FrameType.ROW;
        return new Lost(
                events + (isRow ? 0 : 1),
                rows + (isRow ? 1 : 0),
                Math.min(fromNs, frame.timeNs()),
                Math.max(toNs, frame.timeNs()));
    }

    /**
     * Sum with further losses.
     *
     * @param isTold whether the sink already knows these losses; the times are then only those of the added losses
     */
    public Lost plus(Lost more, boolean isTold) {
        return new Lost(
                events + more.events,
                rows + more.rows,
                isTold ? more.fromNs : Math.min(fromNs, more.fromNs),
                Math.max(toNs, more.toNs));
    }
}
