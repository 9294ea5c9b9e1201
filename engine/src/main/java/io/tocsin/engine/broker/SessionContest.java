package io.tocsin.engine.broker;

/**
 * Notices that another client connects with the same client id, so that the broker takes the session from one for the
 * other, to and fro. A broker of MQTT 5 says so; one of 3.1.1 closes the connection without a word, which looks like a
 * contest when it happens again and again soon after connecting. One thread.
 */
public final class SessionContest {
    /** A connection that lived longer was not taken away at once. */
    public static final long QUICK_NS = 30_000_000_000L;
    /** So many connections in a row that were closed soon are no chance. */
    static final int QUICK_CLOSES = 3;

    private final String clientId;
    private int quickCloses;
    private boolean isContested;

    public SessionContest(String clientId) {
        this.clientId = clientId;
    }

    /** Whether the last connections were taken away: it is not over before one lives for {@link #QUICK_NS}. */
    public boolean isContested() {
        return isContested;
    }

    /** The broker has said that it gave the session to another client; in words. */
    public String onTakenOver() {
        isContested = true;
        return say("the broker gave it the session (session taken over, 0x8E)");
    }

    /**
     * The broker has closed the connection without a reason.
     *
     * @param livedNs how long it was connected, nanoseconds
     * @return in words, or null when it does not look like a contest
     */
    public String onClosed(long livedNs) {
        quickCloses = livedNs < QUICK_NS ? quickCloses + 1 : 0;
        isContested = quickCloses >= QUICK_CLOSES || (isContested && livedNs < QUICK_NS);
        return isContested
                ? say("so it seems, for the broker closed the last " + QUICK_CLOSES + " connections within "
                        + QUICK_NS / 1_000_000_000L + " s without a reason")
                : null;
    }

    /** The connection ended for another reason, or could not be made. */
    public void onOtherEnd() {
        quickCloses = 0;
    }

    /** The connection has lived for {@link #QUICK_NS}. */
    public void onSettled() {
        quickCloses = 0;
        isContested = false;
    }

    private String say(String how) {
        return "another client with id " + clientId + " is connected: " + how
                + "; give each client an id of its own (clientId)";
    }
}
