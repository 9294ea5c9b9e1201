package io.tocsin.engine.state;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads state written by {@link StateOutput}. The stream was verified before, so unexpected content is a snapshot of
 * another layout, reported by an {@link IllegalStateException}. One thread.
 */
public final class StateInput {
    private static final int BUFFER_LENGTH = 64 * 1024;
    private static final int MAX_BYTES_LENGTH = 64 << 20;

    private final InputStream in;
    private final byte[] bytes = new byte[BUFFER_LENGTH];
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private int position;
    private int limit;

    public StateInput(InputStream in) {
        this.in = in;
    }

    /** Enters a section. */
    public void section(String name) {
        String found = getString();
        if (!found.equals(name)) {
            throw new IllegalStateException("expected section=" + name + ", found=" + found);
        }
    }

    /** Enters the next section and returns its name. */
    public String anySection() {
        return getString();
    }

    /** Enters a section that older writers left out; false at the end of the state. */
    public boolean isSection(String name) {
        String found = getString();
        if (!found.equals(name) && !found.equals("end")) {
            throw new IllegalStateException("expected section=" + name + " or the end, found=" + found);
        }
        return found.equals(name);
    }

    /** Enters the next section, whichever it is. */
    public String nextSection() {
        return getString();
    }

    public int getInt() {
        ensure(Integer.BYTES);
        int value = buffer.getInt(position, ByteOrder.LITTLE_ENDIAN);
        position += Integer.BYTES;
        return value;
    }

    public long getLong() {
        ensure(Long.BYTES);
        long value = buffer.getLong(position, ByteOrder.LITTLE_ENDIAN);
        position += Long.BYTES;
        return value;
    }

    public String getString() {
        return new String(getBytes(), StandardCharsets.UTF_8);
    }

    public byte[] getBytes() {
        int length = getInt();
        if (length < 0 || length > MAX_BYTES_LENGTH) {
            throw new IllegalStateException("impossible length=" + length);
        }
        byte[] value = new byte[length];
        getMemory(new UnsafeBuffer(value), 0, length);
        return value;
    }

    /** Copies bytes into memory. */
    public void getMemory(MutableDirectBuffer target, int offset, int byteCount) {
        int done = 0;
        while (done < byteCount) {
            ensure(1);
            int part = Math.min(byteCount - done, limit - position);
            target.putBytes(offset + done, buffer, position, part);
            position += part;
            done += part;
        }
    }

    /** Whether everything has been read. */
    public boolean isAtEnd() {
        try {
            if (position == limit) {
                position = 0;
                limit = Math.max(0, in.read(bytes, 0, BUFFER_LENGTH));
            }
            return position == limit;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ensure(int byteCount) {
        if (limit - position >= byteCount) {
            return;
        }
        System.arraycopy(bytes, position, bytes, 0, limit - position);
        limit -= position;
        position = 0;
        try {
            while (limit < byteCount) {
                int count = in.read(bytes, limit, BUFFER_LENGTH - limit);
                if (count < 0) {
                    throw new EOFException("the state ends too early");
                }
                limit += count;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
