package io.tocsin.engine.journal;

/**
 * The journal is not what was written: a file is damaged, missing or in another's place. The message names file and
 * offset. Unlike other failures it can be got over without the files: by setting them aside.
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
