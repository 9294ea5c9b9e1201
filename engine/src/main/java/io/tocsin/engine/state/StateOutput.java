package io.tocsin.engine.state;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes state into a snapshot: little-endian numbers, strings as a length and UTF-8, memory as it is. Named sections
 * make a snapshot self-describing and show a reader at once where it went wrong. One thread.
 *
 * <p>Errors: {@link UncheckedIOException}.
 */
public final class StateOutput {
    private static final int BUFFER_LENGTH = 64 * 1024;

    private final OutputStream out;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private int length;

    public StateOutput(OutputStream out) {
        this.out = out;
    }

    /** Begins a section; its reader must name the same section. */
    public void section(String name) {
        putString(name);
    }

    public void putInt(int value) {
        ensure(Integer.BYTES);
        buffer.putInt(length, value, ByteOrder.LITTLE_ENDIAN);
        length += Integer.BYTES;
    }

    public void putLong(long value) {
        ensure(Long.BYTES);
        buffer.putLong(length, value, ByteOrder.LITTLE_ENDIAN);
        length += Long.BYTES;
    }

    public void putString(String value) {
        putBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a length and the bytes. */
    public void putBytes(byte[] bytes) {
        putInt(bytes.length);
        putMemory(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    /** Writes only the bytes; the reader must know their number. */
    public void putMemory(DirectBuffer source, int offset, int byteCount) {
        int done = 0;
        while (done < byteCount) {
            ensure(1);
            int part = Math.min(byteCount - done, BUFFER_LENGTH - length);
            buffer.putBytes(length, source, offset + done, part);
            length += part;
            done += part;
        }
    }

    /** Flushes everything to the stream. */
    public void flush() {
        try {
            out.write(buffer.byteArray(), 0, length);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        length = 0;
    }

    private void ensure(int byteCount) {
        if (length + byteCount > BUFFER_LENGTH) {
            flush();
        }
    }
}
