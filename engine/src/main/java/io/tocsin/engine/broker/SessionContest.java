package io.tocsin.engine.broker;

/**
 * Detects that another client connects with the same client id, so that the broker moves the session back and forth
 * between the two. An MQTT 5 broker reports the takeover. An MQTT 3.1.1 broker closes the connection without a reason,
 * which looks like a contest when it happens repeatedly soon after connecting. One thread.
 */
public final class SessionContest {
    /** Lifetime of a connection above which it was not taken over at once. */
    public static final long QUICK_NS = 30_000_000_000L;
    /** Number of consecutive quick closes that counts as a contest. */
    static final int QUICK_CLOSES = 3;

    private final String clientId;
    private int quickCloses;
    private boolean isContested;

    public SessionContest(String clientId) {
        this.clientId = clientId;
    }

    /** Whether the last connections were taken over. A contest ends when a connection lives for {@link #QUICK_NS}. */
    public boolean isContested() {
        return isContested;
    }

    /** Notes that the broker has given the session to another client, and returns a description. */
    public String onTakenOver() {
        isContested = true;
        return say("the broker gave it the session (session taken over, 0x8E)");
    }

    /**
     * Notes that the broker has closed the connection without a reason.
     *
     * @param livedNs lifetime of the connection, nanoseconds
     * @return a description, or null when it does not look like a contest
     */
    public String onClosed(long livedNs) {
        quickCloses = livedNs < QUICK_NS ? quickCloses + 1 : 0;
        isContested = quickCloses >= QUICK_CLOSES || (isContested && livedNs < QUICK_NS);
        return isContested
                ? say("probably, because the broker closed the last " + QUICK_CLOSES + " connections within "
                        + QUICK_NS / 1_000_000_000L + " s without a reason")
                : null;
    }

    /** Notes that the connection ended for another reason, or could not be made. */
    public void onOtherEnd() {
        quickCloses = 0;
    }

    /** Notes that the connection has lived for {@link #QUICK_NS}. */
    public void onSettled() {
        quickCloses = 0;
        isContested = false;
    }

    private String say(String how) {
        return "another client with id " + clientId + " is connected: " + how
                + "; give each client an id of its own (clientId)";
    }
}
