package io.tocsin.ingest.modbus;

import static io.tocsin.ingest.modbus.Configs.LONG_NS;
import static io.tocsin.ingest.modbus.Configs.MS_NS;
import static io.tocsin.ingest.modbus.Configs.group;
import static io.tocsin.ingest.modbus.Configs.holding;
import static io.tocsin.ingest.modbus.Configs.register;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.ingest.FakeIntake.Reading;
import io.tocsin.ingest.Rig;
import io.tocsin.ingest.decode.ValueRule;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A source beside a device in this process. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ModbusSourceTest {
    private static final long TIMEOUT_MS = 10_000;

    @TempDir
    private Path directory;

    private Rig rig;
    private ModbusSource source;

    @AfterEach
    void stop() {
        if (source != null) {
            source.stop();
            assertThat(rig.failures).isEmpty();
            rig.close();
        }
    }

    @Test
    void shouldReadAllTablesAndTypes() throws Exception {
        int port = TestDevice.freePort();
        try (TestDevice device = new TestDevice(port)) {
            device.holding(100, 0xFFFE, 0x41AC, 0x0000, 0x0004);
            device.input(7, 60_000);
            device.coil(3, true);
            device.discrete(17, true);
            RegisterConfig bit = new RegisterConfig(
                    "bit",
                    ModbusTable.HOLDING,
                    103,
                    RegisterType.BOOL,
                    2,
                    RegisterOrder.ABCD,
                    ValueRule.NUMBERS_ONLY,
                    -1);
            start(Configs.source(
                    port,
                    TIMEOUT_MS,
                    group(
                            1,
                            register("int", ModbusTable.HOLDING, 100, RegisterType.INT16),
                            register("float", ModbusTable.HOLDING, 101, RegisterType.FLOAT32),
                            bit,
                            register("input", ModbusTable.INPUT, 7, RegisterType.UINT16),
                            register("coil", ModbusTable.COIL, 3, RegisterType.BOOL),
                            register("off", ModbusTable.COIL, 4, RegisterType.BOOL),
                            register("discrete", ModbusTable.DISCRETE, 17, RegisterType.BOOL))));
            rig.await("readings", () -> rig.intake.readingCount() >= 21);

            assertThat(first("int").value()).isEqualTo(-2);
            assertThat(first("float").value()).isEqualTo(21.5);
            assertThat(first("bit").value()).isEqualTo(1);
            assertThat(first("input").value()).isEqualTo(60_000);
            assertThat(first("coil").value()).isEqualTo(1);
            assertThat(first("off").value()).isEqualTo(0);
            assertThat(first("discrete").value()).isEqualTo(1);
            assertThat(rig.intake.readings()).allSatisfy(reading -> {
                assertThat(reading.quality()).isEqualTo(Quality.GOOD.code());
                assertThat(reading.eventTimeNs()).isEqualTo(reading.receiveTimeNs());
                assertThat(reading.flags()).isEqualTo(ReadingFlags.NO_EVENT_TIME);
            });
            assertThat(device.requests()).containsOnly("1 100 4");
            assertThat(rig.log).containsExactly("source plc: connected to 127.0.0.1:" + port);
            rig.await("counted", () -> rig.count(Counter.RECEIVED) >= 21);
        }
    }

    @Test
    void shouldGiveAReadingOnlyForAChangeWhenThereIsADeadband() throws Exception {
        int port = TestDevice.freePort();
        try (TestDevice device = new TestDevice(port)) {
            device.holding(5, 100);
            start(Configs.source(
                    port,
                    TIMEOUT_MS,
                    group(1, register("level", ModbusTable.HOLDING, 5, RegisterType.UINT16, 3), holding("clock", 6))));
            awaitPolls(3);
            device.holding(5, 103);
            awaitPolls(3);
            device.holding(5, 104);
            awaitPolls(3);
            device.holding(5, 101);
            awaitPolls(3);
            device.holding(5, 100);
            rig.await("the change", () -> of("level").size() == 3);

            assertThat(of("level")).extracting(Reading::value).containsExactly(100.0, 104.0, 100.0);
        }
    }

    @Test
    void shouldRepeatAReadingWithinTheDeadbandAfterATime() throws Exception {
        int port = TestDevice.freePort();
        try (TestDevice device = new TestDevice(port)) {
            device.holding(5, 100);
            PollGroupConfig group = new PollGroupConfig(
                    5 * MS_NS,
                    1,
                    0,
                    200 * MS_NS,
                    List.of(register("level", ModbusTable.HOLDING, 5, RegisterType.UINT16, 3)));
            start(Configs.source(port, TIMEOUT_MS, group));
            rig.await("repeats", () -> of("level").size() == 4);

            List<Reading> readings = of("level");
            for (int i = 1; i < readings.size(); i++) {
                assertThat(readings.get(i).receiveTimeNs() - readings.get(i - 1).receiveTimeNs())
                        .isGreaterThanOrEqualTo(200 * MS_NS);
            }
        }
    }

    @Test
    void shouldGiveOneBadReadingEachWhenAUnitDoesNotAnswer() throws Exception {
        int port = TestDevice.freePort();
        try (TestDevice device = new TestDevice(port)) {
            device.holding(5, 100);
            start(Configs.source(
                    port,
                    100,
                    group(1, holding("here", 5)),
                    group(TestDevice.SILENT_UNIT, holding("away", 5), holding("gone", 90))));
            rig.await("readings of the other unit", () -> of("here").size() >= 6);

            for (String sensor : List.of("away", "gone")) {
                assertThat(of(sensor)).hasSize(1).allSatisfy(reading -> {
                    assertThat(reading.value()).isNaN();
                    assertThat(reading.quality()).isEqualTo(Quality.BAD.code());
                });
            }
            assertThat(of("here")).allMatch(reading -> reading.quality() == Quality.GOOD.code());
            assertThat(rig.log)
                    .filteredOn(line -> line.contains("unit 9"))
                    .containsExactly(
                            "source plc: unit 9, holding 5: no answer within 100 ms; the group's sensors are BAD");
            assertThat(device.requests()).as("nothing else is asked of it").doesNotContain("9 90 1");
        }
    }

    @Test
    void shouldNotHoldReadingsBackWhileItWaitsForAnotherUnit() throws Exception {
        int port = TestDevice.freePort();
        try (TestDevice device = new TestDevice(port)) {
            device.holding(5, 100);
            start(Configs.source(
                    port, 60_000, group(1, holding("here", 5)), group(TestDevice.SILENT_UNIT, holding("away", 5))));
            rig.await("a reading", () -> of("here").size() == 1);
        }
    }

    @Test
    void shouldGiveBadReadingsForTheRequestThatIsRefusedOnly() throws Exception {
        int port = TestDevice.freePort();
        try (TestDevice device = new TestDevice(port)) {
            device.holding(5, 100);
            device.holding(40_001, 7);
            device.refuseFrom(40_000);
            start(Configs.source(
                    port,
                    TIMEOUT_MS,
                    group(1, holding("near", 5), holding("far", 40_001), holding("farther", 40_002))));
            awaitPolls("near", 5);
            device.refuseFrom(Integer.MAX_VALUE);
            rig.await("good again", () -> of("far").size() > 1);

            assertThat(of("near")).allMatch(reading -> reading.value() == 100);
            assertThat(of("far").get(0).value()).isNaN();
            assertThat(of("far").get(1).value()).isEqualTo(7);
            assertThat(rig.log)
                    .containsExactly(
                            "source plc: connected to 127.0.0.1:" + port,
                            "source plc: unit 1, holding 40001 to 40002: exception 2, illegal data address (addresses"
                                    + " begin with 0: register 40001 of a manual is holding 0); BAD: far, farther",
                            "source plc: unit 1, holding 40001 to 40002: answered again");
            assertThat(rig.count(Counter.BAD_QUALITY)).isEqualTo(2);
        }
    }

    @Test
    void shouldGiveABadReadingWhenTheDeviceHasNoNumber() throws Exception {
        int port = TestDevice.freePort();
        try (TestDevice device = new TestDevice(port)) {
            device.holding(0, 0x7F80, 0);
            start(Configs.source(
                    port, TIMEOUT_MS, group(1, register("f", ModbusTable.HOLDING, 0, RegisterType.FLOAT32))));
            rig.await("a reading", () -> !of("f").isEmpty());
            device.holding(0, 0x3F80, 0);
            rig.await("another", () -> of("f").size() > 1);

            assertThat(of("f").get(0).value()).as("infinity").isNaN();
            assertThat(of("f").get(0).quality()).isEqualTo(Quality.BAD.code());
            assertThat(of("f").get(1).value()).isEqualTo(1);
        }
    }

    @Test
    void shouldBeBadFromTheStartWhenNobodyListens() throws Exception {
        int port = TestDevice.freePort();
        start(Configs.source(port, TIMEOUT_MS, group(1, holding("a", 5), holding("b", 60))));
        rig.await("readings", () -> rig.intake.readingCount() == 2);
        try (TestDevice device = new TestDevice(port)) {
            device.holding(5, 100);
            rig.await("good readings", () -> of("a").size() > 1);
        }

        assertThat(of("a").get(0).quality()).isEqualTo(Quality.BAD.code());
        assertThat(of("a").get(1).value()).isEqualTo(100);
        assertThat(rig.log.get(0))
                .isEqualTo("source plc: cannot reach 127.0.0.1:" + port + ": Connection refused; trying again");
        assertThat(rig.log.get(1)).isEqualTo("source plc: connected to 127.0.0.1:" + port);
    }

    @Test
    void shouldSayWhenThereIsNoSuchHost() throws Exception {
        start(new ModbusSourceConfig(
                "plc",
                "no-such-host.invalid",
                502,
                TIMEOUT_MS * MS_NS,
                125,
                2_000,
                List.of(group(1, holding("a", 5)))));
        rig.await("a line", () -> !rig.log.isEmpty());
        assertThat(rig.log.get(0))
                .isEqualTo("source plc: cannot reach no-such-host.invalid:502: no such host; trying again");
    }

    @Test
    void shouldConnectAnewWhenAConnectionHasGoneSilent() throws Exception {
        List<Socket> accepted = new CopyOnWriteArrayList<>();
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread acceptor = new Thread(() -> acceptAll(silent, accepted));
            acceptor.start();
            start(Configs.source(silent.getLocalPort(), 300, group(1, holding("a", 5))));
            rig.await("a third connection", () -> accepted.size() >= 3);
            String address = "127.0.0.1:" + silent.getLocalPort();
            assertThat(rig.log)
                    .as("tells it once")
                    .containsExactly(
                            "source plc: connected to " + address,
                            "source plc: unit 1, holding 5: no answer within 300 ms; the group's sensors are BAD",
                            "source plc: lost the connection to " + address
                                    + ": no answer to 3 requests; trying again");
        }
        assertThat(of("a")).hasSize(1);
    }

    @Test
    void shouldStopAtOnceWhileItWaitsForAnAnswer() throws Exception {
        List<Socket> accepted = new CopyOnWriteArrayList<>();
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread acceptor = new Thread(() -> acceptAll(silent, accepted));
            acceptor.start();
            start(Configs.source(silent.getLocalPort(), 60_000, group(1, holding("a", 5))));
            rig.await("a connection", () -> accepted.size() == 1);
            long startNs = System.nanoTime();
            source.stop();

            assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(1));
            assertThat(source.awaitEnd(0)).isTrue();
            rig.await(
                    "the end of its threads",
                    () -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().contains("plc")));
            assertThat(rig.intake.readings()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'0000 00 03 01 83 06', 'exception 6, device busy; BAD: a'",
        "'0000 00 03 01 83 63', 'exception 99; BAD: a'",
        "'0000 00 03 01 83 0B', "
                + "'exception 11, gateway target device failed to respond; the group''s sensors are BAD'",
        "'0000 00 04 01 03 01 05', 'the answer has 1 bytes of data in place of 2; BAD: a'",
        "'0000 00 07 01 03 04 00 01 00 02', 'the answer has 4 bytes of data in place of 2; BAD: a'",
        "'0000 00 04 01 03 02 05', 'the answer cannot be read: java.nio.BufferUnderflowException; BAD: a'",
        "'0000 00 05 01 04 02 00 01', 'the answer cannot be read: unexpected function code: 0x04; BAD: a'",
        "'0000 00 02 01 83', 'the answer cannot be read: malformed exception response PDU: 83; BAD: a'",
        "'0000 00 01 01', 'the answer cannot be read: empty response PDU; BAD: a'"
    })
    void shouldBeBadWhenTheAnswerIsNoValue(String answer, String fault) throws Exception {
        try (ServerSocket device = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answerAll(device, HexFormat.of().parseHex(answer.replace(" ", ""))));
            answering.start();
            start(Configs.source(device.getLocalPort(), TIMEOUT_MS, group(1, holding("a", 5))));
            rig.await("a line", () -> rig.log.size() > 1);
            rig.await("a reading", () -> !of("a").isEmpty());

            assertThat(rig.log.get(1)).isEqualTo("source plc: unit 1, holding 5: " + fault);
            assertThat(of("a")).hasSize(1).allMatch(reading -> Double.isNaN(reading.value()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00000000000001", "485454502f312e3120343030204261640d0a", "0000000000"})
    void shouldConnectAnewWhenTheDeviceTalksNonsenseAndCloses(String nonsense) throws Exception {
        try (ServerSocket device = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            AtomicInteger connections = new AtomicInteger();
            Thread talking =
                    new Thread(() -> talkAndClose(device, HexFormat.of().parseHex(nonsense), connections));
            talking.start();
            start(Configs.source(device.getLocalPort(), TIMEOUT_MS, group(1, holding("a", 5))));
            rig.await("connections", () -> connections.get() > 2);

            assertThat(of("a")).hasSize(1).allMatch(reading -> Double.isNaN(reading.value()));
            assertThat(rig.log).anyMatch(line -> line.contains("lost the connection to 127.0.0.1"));
        }
    }

    /** Answers each request with these bytes behind its transaction id. */
    private static void answerAll(ServerSocket server, byte[] answer) {
        try (Socket socket = server.accept()) {
            byte[] request = new byte[12];
            while (socket.getInputStream().readNBytes(request, 0, request.length) == request.length) {
                OutputStream out = socket.getOutputStream();
                out.write(request, 0, 2);
                out.write(answer);
                out.flush();
            }
        } catch (IOException e) {
            // closed: the end of the test
        }
    }

    private static void talkAndClose(ServerSocket server, byte[] nonsense, AtomicInteger connections) {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    connections.incrementAndGet();
                    socket.getOutputStream().write(nonsense);
                }
            }
        } catch (IOException e) {
            // closed: the end of the test
        }
    }

    @Test
    void shouldPollEachGroupAtItsInterval() throws Exception {
        int port = TestDevice.freePort();
        try (TestDevice device = new TestDevice(port)) {
            device.holding(5, 100);
            start(Configs.source(
                    port,
                    TIMEOUT_MS,
                    new PollGroupConfig(30 * MS_NS, 1, 0, LONG_NS, List.of(holding("fast", 5))),
                    new PollGroupConfig(300 * MS_NS, 2, 0, LONG_NS, List.of(holding("slow", 5)))));
            rig.await("readings", () -> of("slow").size() == 4);

            long tookNs = of("slow").get(3).receiveTimeNs() - of("slow").get(0).receiveTimeNs();
            assertThat(tookNs).as("the first one may be late").isGreaterThan(550 * MS_NS);
            assertThat(of("fast").size()).isBetween(5, 1 + (int) ((tookNs + 300 * MS_NS) / (30 * MS_NS)));
        }
    }

    @Test
    void shouldTellOnceThatPollsTakeLongerThanTheirInterval() throws Exception {
        int port = TestDevice.freePort();
        try (TestDevice device = new TestDevice(port)) {
            device.holding(5, 100);
            rig = new Rig(directory, 10, System::nanoTime);
            PollGroupConfig group = new PollGroupConfig(1_000, 1, 0, LONG_NS, List.of(holding("a", 5)));
            source = new ModbusSource(Configs.source(port, TIMEOUT_MS, group), rig.context);
            source.start();
            awaitPolls("a", 30);

            assertThat(rig.log)
                    .filteredOn(line -> line.contains("longer than their interval"))
                    .hasSize(1);
        }
    }

    @Test
    void shouldCountReadingsOfSensorsThatFindNoPlace() throws Exception {
        int port = TestDevice.freePort();
        try (TestDevice device = new TestDevice(port)) {
            device.holding(5, 100);
            rig = new Rig(directory, 1, () -> System.currentTimeMillis() * MS_NS);
            source = new ModbusSource(
                    Configs.source(port, TIMEOUT_MS, group(1, holding("a", 5), holding("b", 6))), rig.context);
            source.start();
            rig.await("readings", () -> of("a").size() > 2);

            assertThat(of("b")).isEmpty();
            assertThat(rig.count(Counter.DROPPED_SENSOR_LIMIT)).isGreaterThanOrEqualTo(2);
            assertThat(rig.log).containsOnlyOnce("source plc: readings of b are dropped: engine.maxSensors is reached");
        }
    }

    private static void acceptAll(ServerSocket server, List<Socket> accepted) {
        try {
            while (true) {
                accepted.add(server.accept());
            }
        } catch (IOException e) {
            // closed: the end of the test
        }
    }

    private void start(ModbusSourceConfig config) {
        rig = Rig.withSystemClock(directory);
        source = new ModbusSource(config, rig.context);
        assertThat(source.isBounded()).isFalse();
        source.start();
    }

    private void awaitPolls(int count) throws InterruptedException {
        awaitPolls("clock", count);
    }

    /** Waits for polls; this sensor has a reading at each. */
    private void awaitPolls(String sensor, int count) throws InterruptedException {
        int before = of(sensor).size();
        rig.await("polls", () -> of(sensor).size() >= before + count);
    }

    private Reading first(String sensor) {
        return of(sensor).get(0);
    }

    private List<Reading> of(String sensor) {
        return rig.intake.readings().stream()
                .filter(reading -> reading.sensor().equals(sensor))
                .toList();
    }
}
