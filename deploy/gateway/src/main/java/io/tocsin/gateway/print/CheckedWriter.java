package io.tocsin.gateway.print;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * Writes to a {@link PrintWriter} and throws when its reader has gone; a PrintWriter itself continues silently.
 */
public final class CheckedWriter extends Writer {
    private final PrintWriter out;

    /**
     * @param out is flushed at every write and never closed: put a buffer in front
     */
    public CheckedWriter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void write(char[] chars, int offset, int length) throws IOException {
        out.write(chars, offset, length);
        check();
    }

    @Override
    public void flush() throws IOException {
        check();
    }

    @Override
    public void close() throws IOException {
        check();
    }

    private void check() throws IOException {
        if (out.checkError()) {
            throw new IOException("the output was closed");
        }
    }
}
