package io.tocsin.engine.journal;

/**
 * The device had no room for a batch and the gateway stops, so it waits no longer. Nothing is damaged: what is
 * journalled stands, and nothing of the batch was written, acknowledged or decided.
 */
public final class JournalFullException extends JournalException {
    private static final long serialVersionUID = 1L;

    public JournalFullException(String message) {
        super(message);
    }
}
