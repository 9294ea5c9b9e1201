package io.tocsin.persistence.journal;

import io.tocsin.engine.journal.JournalException;
import java.nio.file.Path;

/** A journal file holds what cannot be believed. Inside this package only; ports throw {@link JournalException}. */
final class DamageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient JournalFault fault;

    DamageException(Path file, long offset, String reason) {
        this(new JournalFault(file, offset, reason));
    }

    DamageException(JournalFault fault) {
        super(fault.toString());
        this.fault = fault;
    }

    /** Where and what. */
    JournalFault fault() {
        return fault;
    }

    /** The same, for those outside. */
    JournalException toJournalException() {
        return new JournalException("journal damaged: " + fault, this);
    }
}
