package io.tocsin.engine.journal;

/**
 * The device has no room for a batch, and the gateway no longer waits because it is stopping. Nothing is damaged: the
 * journalled records remain, and no record of the batch was written, acknowledged or folded.
 */
public final class JournalFullException extends JournalException {
    private static final long serialVersionUID = 1L;

    public JournalFullException(String message) {
        super(message);
    }
}
