package io.tocsin.persistence.journal.format;

import io.tocsin.engine.journal.JournalDamageException;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.log.FaultText;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A journal file is damaged. Never leaves the packages of the journal: ports throw {@link JournalException}.
 */
public final class DamageException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final String DAMAGED = "journal damaged: ";
    /** Message of the C library for EIO. */
    private static final String DEVICE_ERROR = "Input/output error";

    private final transient JournalFault fault;
    private final String what;

    public DamageException(Path file, long offset, String reason) {
        this(new JournalFault(file, offset, reason));
    }

    public DamageException(JournalFault fault) {
        this(DAMAGED, fault, null);
    }

    private DamageException(String what, JournalFault fault, NoSuchFileException cause) {
        super(fault.toString(), cause);
        this.fault = fault;
        this.what = what;
    }

    /** The file was missing: no damage if it was the oldest and retention deleted it. */
    public static DamageException fileGone(Path file, NoSuchFileException cause) {
        String reason = "was deleted, by retention or by hand";
        return new DamageException("journal segment gone: ", new JournalFault(file, 0, reason), cause);
    }

    /** A newer version of the program wrote the file, which is not damaged. */
    public static DamageException newerVersion(Path file, long offset, int version) {
        String reason = "a newer version of tocsin wrote this journal: its format is " + version
                + ", this program knows up to " + BatchLayout.VERSION;
        return new DamageException("", new JournalFault(file, offset, reason), null);
    }

    /**
     * The file could not be read. An error of the device is damage; a missing permission, or too many open files, is
     * not: the journal may be whole.
     */
    public static DamageException unreadable(Path file, long offset, String what, IOException cause) {
        boolean isOfDevice = String.valueOf(cause.getMessage()).contains(DEVICE_ERROR);
        JournalFault fault = new JournalFault(file, offset, what + ": " + FaultText.of(cause));
        return new DamageException(isOfDevice ? DAMAGED : "cannot read the journal: ", fault, null);
    }

    /** Whether the file was missing. */
    boolean isFileGone() {
        return getCause() instanceof NoSuchFileException;
    }

    /** Where and what. */
    public JournalFault fault() {
        return fault;
    }

    /** The exception for callers outside the journal: a {@link JournalDamageException} when it is damage. */
    public JournalException toJournalException() {
        return what.equals(DAMAGED)
                ? new JournalDamageException(what + fault, this)
                : new JournalException(what + fault, this);
    }
}
