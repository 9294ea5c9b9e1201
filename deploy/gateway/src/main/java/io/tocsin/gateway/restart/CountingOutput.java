package io.tocsin.gateway.restart;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes written. One thread writes; any thread may read the count. */
final class CountingOutput extends FilterOutputStream {
    private final AtomicLong count;

    /**
     * @param count is raised by every byte
     */
    CountingOutput(OutputStream out, AtomicLong count) {
        super(out);
        this.count = count;
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        count.incrementAndGet();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        count.addAndGet(length);
    }
}
