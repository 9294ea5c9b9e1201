package io.tocsin.ingest.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import javax.net.SocketFactory;

/** Makes the sockets of one attempt and can close them at any moment. Any thread. */
final class BrokerSocketFactory extends SocketFactory {
    private final BrokerAddress address;
    private final BrokerTls tls;
    private final List<BrokerSocket> sockets = new ArrayList<>();
    private boolean closed;

    /**
     * @param tls null for plain TCP
     */
    BrokerSocketFactory(BrokerAddress address, BrokerTls tls) {
        this.address = address;
        this.tls = tls;
    }

    @Override
    public synchronized Socket createSocket() throws IOException {
        if (closed) {
            throw new IOException("the attempt was given up");
        }
        BrokerSocket socket = new BrokerSocket(address, tls);
        sockets.add(socket);
        return socket;
    }

    /** Whether the broker has said anything. */
    synchronized boolean hasAnswered() {
        return sockets.stream().anyMatch(BrokerSocket::hasAnswered);
    }

    /** Closes what was made, and makes no more. */
    synchronized void closeAll() {
        closed = true;
        for (BrokerSocket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is closed all the same; nobody reads from it any more.
            }
        }
        sockets.clear();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("Paho connects sockets itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException("Paho connects sockets itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException("Paho connects sockets itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException("Paho connects sockets itself");
    }
}
