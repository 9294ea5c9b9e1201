package io.tocsin.ingest.broker;

/** An MQTT broker inside this process: for the demo and for small installations that have none. */
public final class EmbeddedBroker implements AutoCloseable {
    private final String host;
    private final int port;

    /**
     * @param host address to listen on; 127.0.0.1 unless others must reach it
     * @param port TCP port
     */
    public EmbeddedBroker(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /**
     * Starts it; clients can connect when this returns.
     *
     * @throws io.tocsin.ingest.SourceException in one line, when the port is taken
     */
    public void start() {
        throw new UnsupportedOperationException(url());
    }

    /** Where clients find it. */
    public String url() {
        return "tcp://" + host + ":" + port;
    }

    @Override
    public void close() {}
}
