package io.tocsin.ingest.broker;

import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import io.moquette.broker.security.IAuthorizatorPolicy;
import io.moquette.broker.subscriptions.Topic;
import io.tocsin.ingest.DistinctLog;
import io.tocsin.ingest.EscapedText;
import io.tocsin.ingest.SourceException;
import io.tocsin.ingest.mqtt.wire.TopicName;
import java.net.BindException;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * An MQTT broker (3.1.1 and 5) inside this process: for the demo and for small installations that have none. It keeps
 * everything in memory, so sessions and retained messages end with the process; good for up to about 5,000 messages a
 * second. It asks for no password: listen beyond 127.0.0.1 only in a network where everyone may publish.
 *
 * <p>A client that publishes under a topic that no message may have ({@link TopicName}) is disconnected without an
 * acknowledgement, for such a topic ends the connections of many who subscribe; the log names the client.
 *
 * <p>Not thread-safe: one thread starts and closes it. Its log goes to SLF4J under {@code io.moquette} and
 * {@code io.netty}.
 */
public final class EmbeddedBroker implements AutoCloseable {
    /** Where it listens unless others must reach it. */
    public static final String LOOPBACK = "127.0.0.1";

    private static final int MAX_MESSAGE_BYTES = 512 * 1024;
    private static final int SESSION_QUEUE_COUNT = 100_000;

    private final String host;
    private final int port;
    private final DistinctLog log;
    private Server server;

    /**
     * @param host address to listen on
     * @param port TCP port
     * @param log takes one line for each client that is refused, and at most one a minute for its repeats
     */
    public EmbeddedBroker(String host, int port, Consumer<String> log) {
        this.host = host;
        this.port = port;
        this.log = new DistinctLog(log, () -> System.currentTimeMillis() * 1_000_000);
    }

    /**
     * Starts it; clients can connect when this returns.
     *
     * @throws SourceException in one line, when it cannot listen there
     */
    public void start() {
        Server starting = new Server();
        try {
            starting.startServer(configuration(), List.of(), null, null, new TopicsOfPublishers(starting));
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

    /** Everyone may read and publish, under topics that are such. Called by the broker's threads. */
    private final class TopicsOfPublishers implements IAuthorizatorPolicy {
        private final Server publishersServer;

        private TopicsOfPublishers(Server server) {
            this.publishersServer = server;
        }

        @Override
        public boolean canWrite(Topic topic, String user, String client) {
            if (TopicName.isValid(topic.toString())) {
                return true;
            }
            publishersServer.disconnectClient(client);
            log.report(
                    client,
                    "embedded broker: disconnected the client " + EscapedText.of(client)
                            + ", which publishes under the topic " + EscapedText.of(topic.toString())
                            + ": no topic may have control characters or be empty; publish under another");
            return false;
        }

        @Override
        public boolean canRead(Topic topic, String user, String client) {
            return true;
        }
    }

    private SourceException cannotListen(Exception e) {
        String why = e instanceof BindException || e.getCause() instanceof BindException
                ? "the port is in use or not ours to listen on"
                : String.valueOf(e.getMessage());
        return new SourceException("embedded broker: cannot listen on " + url() + ": " + why, e);
    }
}
