package io.tocsin.ingest.mqtt;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;

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
    private InputStream in;

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
        in = new BufferedInputStream(active.getInputStream(), BUFFER_LENGTH);
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return active.getOutputStream();
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
    }

    @Override
    public String toString() {
        return "broker socket to " + address;
    }
}
