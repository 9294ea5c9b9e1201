package io.tocsin.gateway.api;

import io.tocsin.engine.action.ActionDoor;
import io.tocsin.engine.log.FaultText;
import io.tocsin.engine.log.LineLog;
import io.tocsin.gateway.datadir.DataDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The local API of a running gateway. Its thread listens on the loopback address only, writes port and token into the
 * data directory, and waits for the first connection. Then it starts the server, so a gateway that nobody asks spends
 * neither time nor memory on it.
 *
 * <p>A failure of the API stops nothing else: it is logged, and the API is off.
 */
public final class LocalApi {
    private static final long JOIN_MS = TimeUnit.SECONDS.toMillis(5);
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final String OFF = "local API: off, tocsin alarms cannot act: ";

    private final Path dataDir;
    private final int port;
    private final ActionDoor door;
    private final Supplier<MetricsPage> metrics;
    private final Consumer<String> log;
    private final Thread thread;
    private final CountDownLatch listening = new CountDownLatch(1);
    private ServerSocketChannel channel;
    private Selector selector;
    private ApiEntry entry;
    private ApiServer server;
    private boolean isStopped;

    private LocalApi(Path dataDir, int port, ActionDoor door, Supplier<MetricsPage> metrics, Consumer<String> log) {
        this.dataDir = dataDir;
        this.port = port;
        this.door = door;
        this.metrics = metrics;
        this.log = log;
        this.thread = new Thread(this::run, "tocsin-api");
        this.thread.setDaemon(true);
    }

    /**
     * Begins to listen, on a thread of its own.
     *
     * @param dataDir gets the file with port and token
     * @param port on the loopback address; 0: any that is free
     * @param door takes the actions
     * @param metrics asked once, by the first scrape; null: no metrics
     * @param log gets a line for each failure; any thread
     */
    public static LocalApi start(
            Path dataDir, int port, ActionDoor door, Supplier<MetricsPage> metrics, Consumer<String> log) {
        LocalApi api = new LocalApi(dataDir, port, door, metrics, log);
        api.thread.start();
        return api;
    }

    /** Waits until it listens, or cannot. */
    public void awaitListening() throws InterruptedException {
        listening.await();
    }

    /** Whether a client has come, so that the server is there. Any thread. */
    synchronized boolean isServing() {
        return server != null;
    }

    private void run() {
        try {
            listen();
        } catch (IOException e) {
            LineLog.warn(log, OFF + "cannot listen on 127.0.0.1:" + port + ": " + FaultText.of(e));
            closeAll();
            return;
        } finally {
            listening.countDown();
        }
        try {
            awaitFirst();
            startServer();
        } catch (ClosedSelectorException e) {
            // stopped before the first client came
        } catch (Exception e) {
            LineLog.warn(log, OFF + e);
            closeAll();
        }
    }

    private synchronized void listen() throws IOException {
        if (isStopped) {
            return;
        }
        channel = ServerSocketChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
        channel.configureBlocking(false);
        selector = Selector.open();
        channel.register(selector, SelectionKey.OP_ACCEPT);
        entry = ApiEntry.newToken(((InetSocketAddress) channel.getLocalAddress()).getPort());
        entry.write(dataDir);
    }

    private void awaitFirst() throws IOException {
        Selector first;
        synchronized (this) {
            first = selector;
        }
        while (first != null && first.select() == 0 && first.isOpen()) {
            // woken without a connection
        }
    }

    private synchronized void startServer() throws Exception {
        if (isStopped) {
            return;
        }
        selector.close(); // the key goes with it, and the channel may block again
        channel.configureBlocking(true);
        AlarmPicture alarms = new AlarmPicture(DataDirectory.alarms(dataDir));
        server = ApiServer.start(channel, entry, door, alarms, metrics, log);
    }

    /** Ends the API. Requests that wait for an answer are ended. */
    public void stop() throws InterruptedException {
        synchronized (this) {
            isStopped = true;
            stopServer();
            closeAll();
        }
        thread.join(JOIN_MS);
        try {
            Files.deleteIfExists(ApiEntry.file(dataDir));
        } catch (IOException e) {
            LineLog.warn(log, "local API: cannot delete " + ApiEntry.file(dataDir) + ": " + FaultText.of(e));
        }
    }

    private void stopServer() throws InterruptedException {
        try {
            if (server != null) {
                server.stop();
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LineLog.warn(log, "local API: cannot end in order: " + e);
        }
    }

    private synchronized void closeAll() {
        close(selector);
        close(channel);
    }

    private void close(AutoCloseable open) {
        try {
            if (open != null) {
                open.close();
            }
        } catch (Exception e) {
            LineLog.warn(log, "local API: cannot close: " + e);
        }
    }
}
