package io.tocsin.alerts.mqtt;

import io.tocsin.engine.broker.BrokerAddress;
import io.tocsin.engine.broker.BrokerTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/**
 * Socket of one connection, which any thread may close at any time, also during the connect. Closing it ends every
 * blocked call.
 */
public final class BrokerSocket {
    private final Socket raw = new Socket();
    private volatile boolean isAborted;

    /**
     * Opens it.
     *
     * @param tls or null: plain TCP
     * @throws SSLException when the handshake fails, in words
     */
    Socket open(BrokerAddress address, BrokerTls tls) throws IOException {
        InetSocketAddress resolved = new InetSocketAddress(address.host(), address.port());
        if (resolved.isUnresolved()) {
            throw new UnknownHostException("no such host: " + address.host());
        }
        raw.setTcpNoDelay(true);
        raw.connect(resolved);
        if (tls == null) {
            return raw;
        }
        try {
            return tls.over(raw, address);
        } catch (SSLException e) {
            throw new SSLException("TLS: " + e.getMessage(), e);
        }
    }

    /** Closes the socket; blocked calls on it fail. */
    public void abort() {
        isAborted = true;
        try {
            raw.close();
        } catch (IOException e) {
            // closing releases the descriptor even if it fails; lost data is published again
            assert raw.isClosed();
        }
    }

    /** Whether this side has closed it. */
    boolean isAborted() {
        return isAborted;
    }
}
