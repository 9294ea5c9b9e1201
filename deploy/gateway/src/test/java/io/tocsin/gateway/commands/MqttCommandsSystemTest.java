package io.tocsin.gateway.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.api.FakeDoor;
import io.tocsin.gateway.config.CommandsConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands through a real Mosquitto. */
class MqttCommandsSystemTest {
    private static final Path MOSQUITTO = Path.of("/usr/sbin/mosquitto");
    private static final long WAIT_MS = 20_000;
    private static final String ACK = "{\"alarm\":\"hot\",\"sensor\":\"hall/temp\",\"by\":\"ann\"}";

    @TempDir
    private Path dir;

    private final FakeDoor door = new FakeDoor();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final BlockingQueue<MqttMessage> answers = new LinkedBlockingQueue<>();
    private int port;
    private Process broker;
    private MqttCommands commands;
    private MqttAsyncClient client;

    @BeforeEach
    void start() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(MOSQUITTO), "skipped: there is no " + MOSQUITTO);
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        startBroker();
        startCommands();
        assertThat(commands.awaitConnected(WAIT_MS)).as(log.toString()).isTrue();
        client = client();
    }

    private void startCommands() throws Exception {
        commands = MqttCommands.start(
                new CommandsConfig(
                        "tcp://127.0.0.1:" + port,
                        "tocsin-hall-commands",
                        null,
                        null,
                        null,
                        "tocsin/commands/hall",
                        Set.of("ann")),
                door,
                log::add);
    }

    @AfterEach
    void stop() throws Exception {
        if (commands != null) {
            commands.stop();
        }
        if (client != null) {
            client.disconnectForcibly(0, 0, false);
            client.close(true);
        }
        if (broker != null) {
            broker.destroyForcibly().waitFor();
        }
    }

    private void startBroker() throws IOException {
        Path config = Files.write(
                dir.resolve("mosquitto.conf"),
                List.of(
                        "listener " + port + " 127.0.0.1",
                        "allow_anonymous true",
                        "log_dest stderr",
                        "user " + System.getProperty("user.name")));
        broker = new ProcessBuilder(MOSQUITTO.toString(), "-c", config.toString(), "-v")
                .redirectErrorStream(true)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(broker.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        while (line != null && !line.contains("running")) {
            line = output.readLine();
        }
        Thread drain = new Thread(() -> output.lines().forEach(each -> {}), "mosquitto-output");
        drain.setDaemon(true);
        drain.setUncaughtExceptionHandler((thread, e) -> {}); // the process was destroyed under the reader
        drain.start();
    }

    private MqttAsyncClient client() throws MqttException {
        MqttAsyncClient made = new MqttAsyncClient("tcp://127.0.0.1:" + port, "ann", new MemoryPersistence());
        made.setCallback(new Answers());
        made.connect().waitForCompletion(WAIT_MS);
        made.subscribe("clients/ann/#", 1).waitForCompletion(WAIT_MS);
        return made;
    }

    private void publish(String action, String payload, String responseTopic, boolean isRetained) throws MqttException {
        MqttMessage message = new MqttMessage(payload.getBytes(StandardCharsets.UTF_8));
        message.setQos(1);
        message.setRetained(isRetained);
        MqttProperties properties = new MqttProperties();
        properties.setResponseTopic(responseTopic);
        properties.setCorrelationData("7".getBytes(StandardCharsets.UTF_8));
        message.setProperties(properties);
        client.publish("tocsin/commands/hall/" + action, message).waitForCompletion(WAIT_MS);
    }

    private MqttMessage answer() throws InterruptedException {
        MqttMessage answer = answers.poll(WAIT_MS, TimeUnit.MILLISECONDS);
        assertThat(answer).as(log.toString()).isNotNull();
        return answer;
    }

    private static String text(MqttMessage message) {
        return new String(message.getPayload(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldAnswerAtTheResponseTopicWithTheCorrelationData() throws Exception {
        publish("ack", ACK, "clients/ann/answers", false);

        MqttMessage answer = answer();
        assertThat(text(answer)).isEqualTo("{\"position\":42,\"actionId\":\"a1\",\"state\":\"ACKNOWLEDGED_ACTIVE\"}");
        assertThat(answer.getProperties().getCorrelationData()).isEqualTo("7".getBytes(StandardCharsets.UTF_8));
        assertThat(answer.getProperties().getContentType()).isEqualTo("application/json");

        publish("ack", ACK.replace("ann", "eve"), "clients/ann/answers", false);

        MqttMessage refusal = answer();
        assertThat(text(refusal)).contains("\"code\":\"NOT_ALLOWED\"");
        assertThat(refusal.getProperties().getContentType()).isEqualTo("application/problem+json");
        assertThat(door.actions).hasSize(1);
    }

    @Test
    void shouldAnswerNowhereElse() throws Exception {
        publish("ack", ACK, "tocsin/commands/hall/ack", false);
        publish("ack", ACK, "clients/ann/answers", false);

        assertThat(text(answer())).contains("\"actionId\":\"a2\"");
        assertThat(door.actions).as("the answer to the first is no command").hasSize(2);
    }

    @Test
    void shouldIgnoreARetainedCommandWhenItConnectsAgain() throws Exception {
        publish("ack", ACK, "clients/ann/answers", true);
        answer(); // a fresh one comes without the mark
        commands.stop();
        int before = door.actions.size();
        startCommands();
        assertThat(commands.awaitConnected(WAIT_MS)).isTrue();
        publish("reset", ACK, "clients/ann/answers", false);
        answer();

        assertThat(door.actions).hasSize(before + 1);
        assertThat(log).contains("commands: ignored a retained command; publish commands without retain");
    }

    @Test
    void shouldConnectAgainWhenTheBrokerHasRestarted() throws Exception {
        broker.destroyForcibly().waitFor();
        startBroker();
        client.close(true);
        client = client();
        MqttMessage answer = null;
        for (int attempt = 0; attempt < 40 && answer == null; attempt++) {
            publish("ack", ACK, "clients/ann/answers", false);
            answer = answers.poll(500, TimeUnit.MILLISECONDS);
        }

        assertThat(answer).as(log.toString()).isNotNull();
        assertThat(log.toString()).contains("is lost; connects again");
    }

    private final class Answers implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            answers.add(message);
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(MqttException e) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
