package io.tocsin.engine.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * Explains why a file could not be used. Java's file exceptions carry only the file's name as a message, and the reason
 * in their class.
 */
public final class FaultText {
    private FaultText() {}

    /** The reason of an I/O failure; any other exception with its class. */
    public static String of(Throwable fault) {
        if (fault instanceof UncheckedIOException unchecked) {
            return of(unchecked.getCause());
        }
        if (fault instanceof FileSystemException file && file.getFile() != null) {
            return ofFile(file);
        }
        if (fault instanceof ClosedChannelException) {
            return "it is closed";
        }
        return fault instanceof IOException && fault.getMessage() != null ? fault.getMessage() : fault.toString();
    }

    private static String ofFile(FileSystemException fault) {
        String file = fault.getFile();
        if (fault instanceof NoSuchFileException) {
            return "there is no " + file + " (removed or moved?)";
        }
        if (fault instanceof AccessDeniedException) {
            return "no permission for " + file;
        }
        if (fault instanceof FileAlreadyExistsException) {
            return file + " exists already";
        }
        if (fault instanceof NotDirectoryException) {
            return file + " is no directory";
        }
        if (fault instanceof DirectoryNotEmptyException) {
            return file + " is not empty";
        }
        return fault.getMessage();
    }
}
