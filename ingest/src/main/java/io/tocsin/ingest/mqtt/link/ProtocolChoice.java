package io.tocsin.ingest.mqtt.link;

import io.tocsin.ingest.mqtt.link.MqttConnectionConfig.Protocol;

/**
 * Which version of MQTT to speak next. With {@code auto} that is 5, and 3.1.1 once the broker has refused 5. A broker
 * that does not know 5 may close the connection without an answer, but one that is starting does so too: that counts as
 * a refusal only when the next attempt ends the same way. One thread.
 */
public final class ProtocolChoice {
    private static final int CLOSES_OF_A_REFUSAL = 2;

    private final boolean isAuto;
    private Protocol next;
    /** Attempts with MQTT 5 that were closed, without anything else between them but attempts with 3.1.1. */
    private int closeCount;

    public ProtocolChoice(Protocol configured) {
        isAuto = configured == Protocol.AUTO;
        next = configured == Protocol.V3 ? Protocol.V3 : Protocol.V5;
    }

    public Protocol next() {
        return next;
    }

    public void onConnected() {
        closeCount = 0;
    }

    /**
     * The attempt with {@link #next()} has failed.
     *
     * @return whether the older version is to be tried, at once
     */
    public boolean onFailure(LinkException.Kind kind) {
        if (!isAuto) {
            return false;
        }
        boolean wasNewer = next == Protocol.V5;
        if (kind != LinkException.Kind.CLOSED) {
            closeCount = 0;
        } else if (wasNewer) {
            closeCount++;
        }
        boolean isRefused = switch (kind) {
            case REFUSED, VERSION_REFUSED -> true;
            case CLOSED -> closeCount >= CLOSES_OF_A_REFUSAL;
            case UNREACHABLE, CREDENTIALS_REFUSED, TAKEN_OVER -> false;
        };
        next = wasNewer && isRefused ? Protocol.V3 : Protocol.V5;
        return next == Protocol.V3;
    }
}
