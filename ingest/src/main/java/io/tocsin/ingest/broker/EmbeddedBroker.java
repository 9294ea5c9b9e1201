package io.tocsin.ingest.broker;

import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import io.tocsin.ingest.SourceException;
import java.net.BindException;
import java.util.Properties;

/**
 * An MQTT broker (3.1.1 and 5) inside this process: for the demo and for small installations that have none. It keeps
 * everything in memory, so sessions and retained messages end with the process; good for up to about 5,000 messages a second.
 * It asks for no password: listen beyond 127.0.0.1 only in a network where everyone may publish.
 *
 * <p>Not thread-safe: one thread starts and closes it. Its log goes to SLF4J under {@code io.moquette} and {@code io.netty}.
 */
public final class EmbeddedBroker implements AutoCloseable {
    /** Where it listens unless others must reach it. */
    public static final String LOOPBACK = "127.0.0.1";

    private static final int MAX_MESSAGE_BYTES = 512 * 1024;
    private static final int SESSION_QUEUE_COUNT = 100_000;

    private final String host;
    private final int port;
    private Server server;

    /**
     * @param host address to listen on
     * @param port TCP port
     */
    public EmbeddedBroker(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /**
     * Starts it; clients can connect when this returns.
     *
     * @throws SourceException in one line, when it cannot listen there
     */
    public void start() {
        Server starting = new Server();
        try {
            starting.startServer(configuration());
        } catch (Exception e) {
            // All exceptions: Netty throws the checked BindException past the compiler.
            throw cannotListen(e);
        }
        server = starting;
    }

    /** Where clients find it. */
    public String url() {
        return "tcp://" + host + ":" + port;
    }

    /** Stops it; connections are closed. */
    @Override
    public void close() {
        if (server != null) {
            server.stopServer();
            server = null;
        }
    }

    private MemoryConfig configuration() {
        MemoryConfig config = new MemoryConfig(new Properties());
        config.setProperty(IConfig.HOST_PROPERTY_NAME, host);
        config.setProperty(IConfig.PORT_PROPERTY_NAME, Integer.toString(port));
        config.setProperty(IConfig.WEB_SOCKET_PORT_PROPERTY_NAME, "disabled");
        config.setProperty(IConfig.ALLOW_ANONYMOUS_PROPERTY_NAME, "true");
        config.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
        config.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
        config.setProperty(IConfig.SESSION_QUEUE_SIZE, Integer.toString(SESSION_QUEUE_COUNT));
        config.setProperty(IConfig.NETTY_MAX_BYTES_PROPERTY_NAME, Integer.toString(MAX_MESSAGE_BYTES));
        return config;
    }

    private SourceException cannotListen(Exception e) {
        String why = e instanceof BindException || e.getCause() instanceof BindException
                ? "the port is in use or not ours to listen on"
                : String.valueOf(e.getMessage());
        return new SourceException("embedded broker: cannot listen on " + url() + ": " + why, e);
    }
}
