package io.tocsin.persistence.journal;

import io.tocsin.engine.journal.JournalException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A journal file holds what cannot be believed. Inside this package only; ports throw {@link JournalException}. */
final class DamageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient JournalFault fault;

    DamageException(Path file, long offset, String reason) {
        this(new JournalFault(file, offset, reason));
    }

    DamageException(Path file, long offset, String reason, NoSuchFileException cause) {
        super(reason, cause);
        this.fault = new JournalFault(file, offset, reason);
    }

    DamageException(JournalFault fault) {
        super(fault.toString());
        this.fault = fault;
    }

    /** Whether the file was gone: not damage, when it was the oldest and retention did it. */
    boolean isFileGone() {
        return getCause() instanceof NoSuchFileException;
    }

    /** Where and what. */
    JournalFault fault() {
        return fault;
    }

    /** The same, for those outside. */
    JournalException toJournalException() {
        return new JournalException((isFileGone() ? "journal segment gone: " : "journal damaged: ") + fault, this);
    }
}
