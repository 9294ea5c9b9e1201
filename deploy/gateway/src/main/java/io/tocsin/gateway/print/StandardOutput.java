package io.tocsin.gateway.print;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The standard output of the process, which keeps the cause of a failed write: {@link PrintWriter} and {@code
 * System.out} continue silently. UTF-8, flushed with each line. Any thread.
 */
public final class StandardOutput extends PrintWriter {
    private static final Path LINK = Path.of("/proc/self/fd/1");

    private final Watched watched;

    private StandardOutput(Watched watched) {
        super(new OutputStreamWriter(watched, StandardCharsets.UTF_8), true);
        this.watched = watched;
    }

    /** Standard output of this process; never closed. */
    public static StandardOutput open() {
        return over(new FileOutputStream(FileDescriptor.out));
    }

    /** For tests: as if it were this stream. */
    static StandardOutput over(OutputStream out) {
        return new StandardOutput(new Watched(out));
    }

    /** Flushes; returns the first failure of all, or null. */
    public IOException failure() {
        flush();
        return watched.failure;
    }

    /**
     * Whether a failure means that the reader of a pipe has gone, as with {@code | head}, the only failure of a pipe.
     */
    public static boolean isClosedPipe(IOException failure) {
        if (String.valueOf(failure.getMessage()).contains("Broken pipe")) {
            return true;
        }
        try {
            // The message follows the locale.
            String target = Files.readSymbolicLink(LINK).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException | UnsupportedOperationException e) {
            return false; // no Linux, or closed
        }
    }

    /** Fails on every write after a failure, so that no output follows a gap. */
    private static final class Watched extends FilterOutputStream {
        private volatile IOException failure;

        private Watched(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (failure != null) {
                throw failure;
            }
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}
