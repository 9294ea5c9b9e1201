package io.tocsin.gateway.commands;

import io.tocsin.engine.action.ActionDoor;
import io.tocsin.engine.broker.BrokerTls;
import io.tocsin.engine.log.FaultText;
import io.tocsin.engine.log.LineLog;
import io.tocsin.gateway.config.CommandsConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * The connection over which commands come, MQTT 5. Connects again whenever it is lost; while it is, commands do not
 * come. Answers go to the response topic of the command, with its correlation data; a command without a response topic
 * gets none. Retained commands are ignored: nobody knows how old they are.
 *
 * <p>A thread of its own connects; Paho's threads take commands and publish answers.
 */
public final class MqttCommands {
    private static final int QOS = 1;
    private static final int CONNECT_SECONDS = 10;
    private static final long WAIT_MS = CONNECT_SECONDS * 1_000L;
    private static final long FIRST_RETRY_MS = 1_000;
    private static final long LONGEST_RETRY_MS = 30_000;
    private static final long ANSWER_SECONDS = 10;
    private static final long JOIN_MS = 5_000;
    private static final int MAX_WAITING = 100;
    private static final int MAX_PACKET_BYTES = 64 * 1_024;
    private static final long POLL_MS = 200;

    private final CommandsConfig config;
    private final CommandDesk desk;
    private final Consumer<String> log;
    private final Thread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Semaphore room = new Semaphore(MAX_WAITING);
    private final CountDownLatch firstConnection = new CountDownLatch(1);

    private MqttCommands(CommandsConfig config, ActionDoor door, Consumer<String> log) {
        this.config = config;
        this.desk = new CommandDesk(config.topic(), config.allowed(), door, ANSWER_SECONDS);
        this.log = log;
        this.thread = new Thread(this::run, "tocsin-commands");
        this.thread.setDaemon(true);
    }

    /**
     * Begins to take commands.
     *
     * @param log gets a line for each change of the connection; any thread
     */
    public static MqttCommands start(CommandsConfig config, ActionDoor door, Consumer<String> log) {
        MqttCommands commands = new MqttCommands(config, door, log);
        commands.thread.start();
        return commands;
    }

    /** Waits for the first connection with its subscription; for tests. */
    boolean awaitConnected(long timeoutMs) throws InterruptedException {
        return firstConnection.await(timeoutMs, TimeUnit.MILLISECONDS);
    }

    /** Takes no further commands. */
    public void stop() throws InterruptedException {
        stopped.countDown();
        thread.join(JOIN_MS);
    }

    private void run() {
        long retryMs = FIRST_RETRY_MS;
        boolean isTold = false;
        try {
            while (stopped.getCount() > 0) {
                try {
                    serve();
                    retryMs = FIRST_RETRY_MS;
                    isTold = false;
                } catch (MqttException | IOException | GeneralSecurityException e) {
                    if (!isTold) {
                        LineLog.warn(
                                log,
                                "commands: cannot take commands from " + config.url() + ": " + words(e)
                                        + "; tries again");
                        isTold = true;
                    }
                }
                if (stopped.await(retryMs, TimeUnit.MILLISECONDS)) {
                    return;
                }
                retryMs = Math.min(LONGEST_RETRY_MS, retryMs * 2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String words(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return FaultText.of(cause);
    }

    /** Takes commands until the connection is lost or the gateway stops. */
    private void serve() throws MqttException, IOException, GeneralSecurityException, InterruptedException {
        MqttAsyncClient client = new MqttAsyncClient(config.url(), config.clientId(), new MemoryPersistence());
        try {
            CommandSession session = new CommandSession(client, config.topic(), desk, room, log);
            client.setCallback(session);
            client.connect(options()).waitForCompletion(WAIT_MS);
            client.subscribe(config.topic() + "/+", QOS).waitForCompletion(WAIT_MS);
            log.accept("commands: takes commands from " + config.url() + ", topic " + config.topic() + "/+");
            firstConnection.countDown();
            while (!session.awaitLost(POLL_MS) && stopped.getCount() > 0) {
                // looks now and then whether the gateway stops
            }
            if (stopped.getCount() == 0) {
                client.disconnect().waitForCompletion(WAIT_MS);
            } else {
                LineLog.warn(log, "commands: the connection to " + config.url() + " is lost; connects again");
            }
        } finally {
            client.close(true);
        }
    }

    private MqttConnectionOptions options() throws IOException, GeneralSecurityException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setCleanStart(true);
        options.setConnectionTimeout(CONNECT_SECONDS);
        options.setMaximumPacketSize((long) MAX_PACKET_BYTES);
        options.setUserName(config.username());
        if (config.password() != null) {
            options.setPassword(config.password().getBytes(StandardCharsets.UTF_8));
        }
        if (config.url().startsWith("ssl:")) {
            options.setSocketFactory(new BrokerTls(config.caFile()).factory());
            options.setHttpsHostnameVerificationEnabled(true);
        }
        return options;
    }
}
