package io.tocsin.ingest.mqtt;

import io.tocsin.engine.pipeline.Intake;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The state of a source's connection as the journal has it: up from before the first message of a connection to after
 * its last one. The gateway's start has journalled that the source is down. The methods are called with the lock of the
 * message handling held, by the supervisor and by the thread that reads the socket.
 */
final class BrokerState {
    private final Intake intake;
    private final ReentrantLock handling;
    private boolean isUp;

    BrokerState(Intake intake, ReentrantLock handling) {
        this.intake = intake;
        this.handling = handling;
    }

    /** The current connection was made, or has brought a message. */
    void onUp() {
        if (!isUp) {
            isUp = intake.publishState(true, "");
        }
    }

    /**
     * The connection is over, and no message of it is taken any more. Takes the lock.
     *
     * @param reason for people
     */
    void onOver(String reason) {
        handling.lock();
        try {
            if (isUp) {
                isUp = !intake.publishState(false, reason);
            }
        } finally {
            handling.unlock();
        }
    }
}
