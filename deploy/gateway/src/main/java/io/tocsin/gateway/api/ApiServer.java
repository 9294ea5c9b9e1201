package io.tocsin.gateway.api;

import io.tocsin.engine.action.ActionDoor;
import java.nio.channels.ServerSocketChannel;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty with the handlers and limits of the API. */
final class ApiServer {
    static final int MAX_CONNECTIONS = 32;
    static final int MAX_HEADER_BYTES = 8 * 1024;

    private static final int MAX_THREADS = 8;
    private static final int MIN_THREADS = 1;
    private static final int IDLE_THREAD_MS = 30_000;
    private static final long IDLE_CONNECTION_MS = 30_000;
    private static final long MIN_REQUEST_BYTES_PER_S = 100;
    private static final long ANSWER_SECONDS = 10;
    private static final long STOP_MS = 1_000;

    private final Server server;

    private ApiServer(Server server) {
        this.server = server;
    }

    /**
     * Starts to serve.
     *
     * @param channel bound, blocking, without an accepted connection
     * @param metrics asked once, by the first scrape; null: no metrics
     * @throws Exception Jetty cannot start
     */
    static ApiServer start(
            ServerSocketChannel channel,
            ApiEntry entry,
            ActionDoor door,
            AlarmPicture alarms,
            Supplier<MetricsPage> metrics,
            Consumer<String> log)
            throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS, IDLE_THREAD_MS);
        threads.setName("tocsin-api");
        threads.setDaemon(true);
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setIdleTimeout(IDLE_CONNECTION_MS);
        connector.open(channel);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, connector));
        server.setErrorHandler(ApiServer::writeError);
        server.setHandler(new Doorkeeper(
                entry,
                log,
                System::nanoTime,
                new MinimumDataRateHandler(
                        new ApiHandler(door, alarms, new MetricsHandler(metrics, log), threads, ANSWER_SECONDS, log),
                        MIN_REQUEST_BYTES_PER_S,
                        0)));
        server.setStopTimeout(STOP_MS);
        server.start();
        return new ApiServer(server);
    }

    /** Answers requests that Jetty itself refuses, such as one with too long a header. */
    private static boolean writeError(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        String words = HttpStatus.getMessage(status);
        ApiReplies.problem(response, callback, new Problem(status, "HTTP_" + status, words, ""));
        return true;
    }

    /** Ends requests that wait, and all threads. */
    void stop() throws Exception {
        server.stop();
        server.join();
    }
}
