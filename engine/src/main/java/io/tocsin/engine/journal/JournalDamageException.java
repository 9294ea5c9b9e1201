package io.tocsin.engine.journal;

/**
 * The journal differs from what was written: a file is damaged, missing or replaced by another. The message names file
 * and offset. Unlike after other failures, the gateway can continue without the files, by setting them aside.
 */
public class JournalDamageException extends JournalException {
    private static final long serialVersionUID = 1L;

    public JournalDamageException(String message) {
        super(message);
    }

    public JournalDamageException(String message, Throwable cause) {
        super(message, cause);
    }
}
