package io.tocsin.ingest.sparkplug;

/**
 * When to ask an edge node for its births again: at once for the first time, then no sooner than the interval, which
 * doubles with each request that has no answer.
 */
final class RebirthRequests {
    /** Requests without an answer after which the operator is told. */
    static final int TOLD_AFTER = 3;

    private static final int MAX_DOUBLINGS = 6;

    private final long intervalNs;
    private boolean isWanted;
    private boolean isFirst = true;
    private long askedNs;
    private int unanswered;

    RebirthRequests(long intervalNs) {
        this.intervalNs = intervalNs;
    }

    /** A birth is needed. */
    void want() {
        isWanted = true;
    }

    /** Whether a request is to be sent now. */
    boolean isDue(long nowNs) {
        return isWanted && (isFirst || nowNs - askedNs >= (intervalNs << Math.min(unanswered - 1, MAX_DOUBLINGS)));
    }

    /** Notes that a request was sent; another message must want the next one. */
    void onAsked(long nowNs) {
        isWanted = false;
        isFirst = false;
        askedNs = nowNs;
        unanswered++;
    }

    /** Notes that the birth came. */
    void onBirth() {
        isWanted = false;
        unanswered = Math.min(unanswered, 1); // still no more than one an interval
    }

    /** Requests without an answer. */
    int unanswered() {
        return unanswered;
    }
}
