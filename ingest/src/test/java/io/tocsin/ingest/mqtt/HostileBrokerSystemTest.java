package io.tocsin.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.ingest.Rig;
import io.tocsin.ingest.SourceException;
import io.tocsin.ingest.broker.EmbeddedBroker;
import io.tocsin.ingest.mqtt.link.MqttConnectionConfig;
import io.tocsin.ingest.mqtt.link.MqttConnectionConfig.Protocol;
import io.tocsin.ingest.payload.PayloadConfig;
import io.tocsin.ingest.payload.Payloads;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Brokers that misbehave, and the embedded one. */
@Timeout(120)
class HostileBrokerSystemTest {
    @TempDir
    private Path directory;

    /** Treatment of an accepted connection. */
    private interface Behaviour {
        void accept(Socket socket) throws IOException;
    }

    private static final class FakeServer implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0);
        private final List<Socket> sockets = new ArrayList<>();
        private final AtomicInteger accepted = new AtomicInteger();

        private FakeServer(Behaviour behaviour) throws IOException {
            Thread thread = new Thread(() -> run(behaviour));
            thread.setDaemon(true);
            thread.start();
        }

        private void run(Behaviour behaviour) {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    synchronized (sockets) {
                        sockets.add(socket);
                    }
                    accepted.incrementAndGet();
                    behaviour.accept(socket);
                } catch (IOException e) {
                    // Closed, by us or by the client: the next one, if any.
                }
            }
        }

        private String url() {
            return "tcp://127.0.0.1:" + server.getLocalPort();
        }

        private void hangUp() throws IOException {
            server.close();
            synchronized (sockets) {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
        }

        @Override
        public void close() throws IOException {
            hangUp();
        }
    }

    @Test
    void shouldGiveUpAndTryAgainWhenNoAnswerComes() throws Exception {
        try (FakeServer server = new FakeServer(socket -> {})) {
            Rig rig = Rig.withSystemClock(directory);
            MqttSource source = source(rig, server.url(), Protocol.AUTO);
            int threads = pahoThreads();
            source.start();
            rig.await("the second attempt", () -> server.accepted.get() >= 2);
            assertThat(rig.log)
                    .containsExactly("source m: cannot reach " + server.url() + ": no answer within 5 s; trying again");
            source.stop();
            assertThat(source.awaitEnd(0)).isTrue();
            rig.await("all client threads to end", () -> pahoThreads() <= threads);
            assertThat(rig.failures).isEmpty();
            rig.close();
        }
    }

    @Test
    void shouldLeakNoThreadsWhenTheServerClosesAtOnce() throws Exception {
        try (FakeServer server = new FakeServer(Socket::close)) {
            Rig rig = Rig.withSystemClock(directory);
            MqttSource source = source(rig, server.url(), Protocol.AUTO);
            int threads = pahoThreads();
            source.start();
            rig.await("attempts", () -> server.accepted.get() >= 8);
            assertThat(pahoThreads()).isLessThan(threads + 12);
            source.stop();
            rig.await("all client threads to end", () -> pahoThreads() <= threads);
            assertThat(rig.log).isNotEmpty().allMatch(line -> line.startsWith("source m: cannot "));
            assertThat(rig.failures).isEmpty();
            rig.close();
        }
    }

    @Test
    void shouldTryTheOlderVersionWhenTheBrokerRefusesTheNewer() throws Exception {
        List<Integer> levels = new ArrayList<>();
        // An old broker: level 5 is refused in the format of 3.1.1, level 4 is accepted.
        try (FakeServer server = new FakeServer(socket -> {
            byte[] connect = socket.getInputStream().readNBytes(9);
            int level = connect[8];
            synchronized (levels) {
                levels.add(level);
            }
            socket.getOutputStream().write(new byte[] {0x20, 2, 0, (byte) (level == 5 ? 1 : 0)});
            socket.getOutputStream().flush();
            if (level == 5) {
                socket.close();
            }
        })) {
            Rig rig = Rig.withSystemClock(directory);
            MqttSource source = source(rig, server.url(), Protocol.AUTO);
            source.start();
            rig.await("a connection", () -> rig.count(Counter.MQTT_CONNECTS) >= 1);
            synchronized (levels) {
                assertThat(levels.subList(0, 2)).containsExactly(5, 4);
            }
            server.hangUp(); // it would never answer the subscription
            source.stop();
            assertThat(rig.failures).isEmpty();
            rig.close();
        }
    }

    /** As a broker does that is just starting. */
    @Test
    void shouldStayWithTheNewerVersionWhenTheBrokerClosesTheFirstConnection() throws Exception {
        List<Integer> levels = new ArrayList<>();
        try (FakeServer server = new FakeServer(socket -> {
            int level = socket.getInputStream().readNBytes(9)[8];
            synchronized (levels) {
                levels.add(level);
                if (levels.size() == 1) {
                    socket.close();
                    return;
                }
            }
            socket.getOutputStream().write(new byte[] {0x20, 3, 0, 0, 0});
            socket.getOutputStream().flush();
        })) {
            Rig rig = Rig.withSystemClock(directory);
            MqttSource source = source(rig, server.url(), Protocol.AUTO);
            source.start();
            rig.await("a connection", () -> rig.count(Counter.MQTT_CONNECTS) >= 1);
            synchronized (levels) {
                assertThat(levels).startsWith(5, 5);
            }
            server.hangUp(); // it would never answer the subscription
            source.stop();
            assertThat(rig.failures).isEmpty();
            rig.close();
        }
    }

    @Test
    void shouldWorkWithTheEmbeddedBrokerAndSurviveItsRestart() throws Exception {
        int port = Mosquitto.freePort();
        long startNs = System.nanoTime();
        EmbeddedBroker broker = new EmbeddedBroker(EmbeddedBroker.LOOPBACK, port, line -> {});
        broker.start();
        assertThat(System.nanoTime() - startNs).as("start of the broker").isLessThan(10_000_000_000L);
        Rig rig = Rig.withSystemClock(directory);
        MqttSource source = source(rig, broker.url(), Protocol.AUTO);
        source.start();
        rig.await("the connection", () -> rig.log.stream().anyMatch(line -> line.contains("MQTT 5, new session")));
        try (Publisher device = new Publisher(broker.url())) {
            for (int i = 0; i < 200; i++) {
                device.publish("s/" + i % 5, Integer.toString(i), 1);
            }
        }
        rig.await("all readings", () -> rig.intake.readingCount() == 200);
        broker.close();
        rig.await("the loss", () -> rig.log.stream().anyMatch(line -> line.contains("lost the connection")));
        broker = new EmbeddedBroker(EmbeddedBroker.LOOPBACK, port, line -> {});
        broker.start();
        rig.await(
                "the next connection",
                () -> rig.count(Counter.MQTT_CONNECTS) == 2
                        && rig.log.get(rig.log.size() - 1).contains("connected to"));
        try (Publisher device = new Publisher(broker.url())) {
            device.publish("s/1", "1", 1);
        }
        rig.await("a reading", () -> rig.intake.readingCount() == 201);
        source.stop();
        broker.close();
        assertThat(rig.failures).isEmpty();
        rig.close();
    }

    /**
     * A client of MQTT 3.1.1 and one of MQTT 5, QoS 0 and 1; a source that listens hears nothing of it and stays
     * connected.
     */
    @ParameterizedTest
    @ValueSource(strings = {"s/a\u0000b", "s/\u0007", "s/\uFFFE", "s/\u0085"})
    void shouldDisconnectWhoPublishesUnderAnOddTopic(String topic) throws Exception {
        List<String> brokerLog = new CopyOnWriteArrayList<>();
        try (EmbeddedBroker broker =
                new EmbeddedBroker(EmbeddedBroker.LOOPBACK, Mosquitto.freePort(), brokerLog::add)) {
            broker.start();
            Rig rig = Rig.withSystemClock(directory);
            MqttSource source = source(rig, broker.url(), Protocol.AUTO);
            source.start();
            rig.await("the connection", () -> rig.log.stream().anyMatch(line -> line.contains("new session")));
            int expectedLines = 0;
            for (int version = 4; version <= 5; version++) {
                for (int qos = 0; qos <= 1; qos++) {
                    expectedLines++;
                    try (RawPublisher device = new RawPublisher(broker.url(), version, "odd-" + version + qos)) {
                        device.publish("s/1", qos, "1");
                        device.publish(topic, qos, "2");
                        assertThat(device.awaitEnd())
                                .as("acknowledged before the end")
                                .isEqualTo(qos);
                    }
                }
            }
            rig.await("the readings before", () -> rig.intake.readingCount() == 4);
            int lines = expectedLines;
            rig.await("a line for each client", () -> brokerLog.size() >= lines);
            assertThat(brokerLog)
                    .hasSize(lines)
                    .allMatch(line -> line.startsWith("embedded broker: disconnected the client odd-"))
                    .allMatch(line -> line.contains("under the topic s/"))
                    .allMatch(line -> line.chars().allMatch(c -> c >= ' ' && c < 127));
            try (Publisher device = new Publisher(broker.url())) {
                device.publish("s/2", "3", 1);
            }
            rig.await("a reading after", () -> rig.intake.readingCount() == 5);
            assertThat(rig.count(Counter.MQTT_CONNECTS)).isEqualTo(1);
            assertThat(rig.counters.dropped()).isZero();
            source.stop();
            assertThat(rig.failures).isEmpty();
            rig.close();
        }
    }

    @Test
    void shouldSayInOneLineWhenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            EmbeddedBroker broker = new EmbeddedBroker(EmbeddedBroker.LOOPBACK, taken.getLocalPort(), line -> {});
            assertThatThrownBy(broker::start)
                    .isInstanceOf(SourceException.class)
                    .hasMessageStartingWith("embedded broker: cannot listen on tcp://127.0.0.1:")
                    .hasMessageContaining("in use");
            broker.close();
        }
    }

    private static int pahoThreads() {
        int count = 0;
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            count += thread.getName().startsWith("MQTT ") ? 1 : 0;
        }
        return count;
    }

    private static MqttSource source(Rig rig, String url, Protocol protocol) {
        PayloadConfig number = Payloads.number();
        MqttConnectionConfig connection = new MqttConnectionConfig(url, "gw", null, null, null, protocol);
        TopicConfig topic = new TopicConfig("s/#", number, 0, "{topic}");
        return new MqttSource(new MqttSourceConfig("m", connection, 1, List.of(topic), 1), rig.context);
    }
}
