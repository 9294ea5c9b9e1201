package io.tocsin.ingest.mqtt;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.util.concurrent.CountDownLatch;

/**
 * The socket that Paho reads from: buffered, because Paho reads single bytes (4 system calls a message otherwise), and with
 * TLS inside where it is asked for. {@link #close()} never waits, so another thread can end any attempt.
 */
final class BrokerSocket extends Socket {
    private static final int BUFFER_LENGTH = 64 * 1024;
    private static final int HANDSHAKE_TIMEOUT_MS = 5_000;

    private final Socket raw = new Socket();
    private final BrokerAddress address;
    private final BrokerTls tls;
    private volatile Socket active = raw;
    /** Open once something was written, or the socket closed. */
    private final CountDownLatch written = new CountDownLatch(1);

    private volatile boolean answered;
    private InputStream in;
    private OutputStream out;

    /**
     * @param tls null for plain TCP
     */
    BrokerSocket(BrokerAddress address, BrokerTls tls) throws IOException {
        super((SocketImpl) null);
        this.address = address;
        this.tls = tls;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeoutMs) throws IOException {
        raw.connect(endpoint, timeoutMs);
        raw.setTcpNoDelay(true);
        if (tls != null) {
            raw.setSoTimeout(HANDSHAKE_TIMEOUT_MS);
            active = tls.over(raw, address);
        }
        in = new BufferedInputStream(new GatedInput(active.getInputStream()), BUFFER_LENGTH);
        out = new GateOpeningOutput(active.getOutputStream(), written);
    }

    /** Whether anything has been read. */
    boolean hasAnswered() {
        return answered;
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public synchronized void setSoTimeout(int timeoutMs) throws SocketException {
        active.setSoTimeout(timeoutMs);
    }

    /** Nothing: {@link #close()} follows at once, and TLS cannot close halves. */
    @Override
    public void shutdownInput() {}

    @Override
    public boolean isConnected() {
        return raw.isConnected();
    }

    @Override
    public boolean isClosed() {
        return raw.isClosed();
    }

    /** Closes below TLS, whose own close could wait for a writer. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it must never wait
    public void close() throws IOException {
        raw.close();
        written.countDown();
    }

    @Override
    public String toString() {
        return "broker socket to " + address;
    }

    /**
     * Gives nothing, not even the end, before we have written. Paho starts its reader first and its writer and callback
     * threads after it; a reader that finds the end before those run stops the client, and they are then started and
     * never stopped.
     */
    private final class GatedInput extends FilterInputStream {
        private GatedInput(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            awaitGate();
            int next = super.read();
            answered |= next >= 0;
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            awaitGate();
            int count = super.read(bytes, offset, length);
            answered |= count > 0;
            return count;
        }

        @Override
        public int available() throws IOException {
            return written.getCount() == 0 ? super.available() : 0;
        }

        private void awaitGate() throws IOException {
            try {
                written.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }
    }

    private static final class GateOpeningOutput extends FilterOutputStream {
        private final CountDownLatch gate;

        private GateOpeningOutput(OutputStream out, CountDownLatch gate) {
            super(out);
            this.gate = gate;
        }

        @Override
        public void write(int b) throws IOException {
            try {
                out.write(b);
            } finally {
                gate.countDown();
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } finally {
                gate.countDown();
            }
        }
    }
}
