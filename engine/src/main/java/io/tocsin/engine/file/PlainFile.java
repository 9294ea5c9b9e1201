package io.tocsin.engine.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Refuses anything but a plain file, before it is opened. Opening a FIFO waits until somebody writes into it, a device
 * may do anything, and the error for a directory does not mention a directory.
 */
public final class PlainFile {
    private static final int TYPE_BITS = 0170000;
    private static final int FIFO = 0010000;
    private static final int SOCKET = 0140000;

    private PlainFile() {}

    /**
     * Requires a plain file or nothing, following symbolic links: for files that the user names.
     *
     * @throws FileSystemException when the path exists and is no plain file; the message names the path and its kind
     */
    public static void require(Path file) throws IOException {
        String kind = kind(file);
        if (kind != null) {
            throw new FileSystemException(file.toString(), null, "is " + kind + ", not a file");
        }
    }

    /**
     * The kind of a path that is not a plain file.
     *
     * @param options whether to follow symbolic links
     * @return {@code a directory}, {@code a FIFO}, {@code a socket}, {@code a device} or {@code a symbolic link}; null
     *     for a plain file or nothing
     */
    public static String kind(Path file, LinkOption... options) throws IOException {
        try {
            return kind(file, Files.readAttributes(file, BasicFileAttributes.class, options), options);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** As {@link #kind(Path, LinkOption...)}, with known attributes. */
    public static String kind(Path file, BasicFileAttributes attributes, LinkOption... options) throws IOException {
        if (attributes.isSymbolicLink()) {
            return "a symbolic link";
        }
        if (attributes.isDirectory()) {
            return "a directory";
        }
        return attributes.isOther() ? other(file, options) : null;
    }

    private static String other(Path file, LinkOption... options) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return "a device";
        }
        int type = (int) Files.getAttribute(file, "unix:mode", options) & TYPE_BITS;
        return type == FIFO ? "a FIFO" : type == SOCKET ? "a socket" : "a device";
    }
}
