package io.tocsin.ingest.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.management.ThreadMXBean;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.FakeIntake;
import io.tocsin.ingest.SourceContext;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.TopicLevels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as messages of one session: readings or reasons, never a throw, and everything that Google's reader takes
 * is taken. {@code .ci/fuzz SparkplugHost} makes inputs.
 */
class SparkplugHostFuzzTest {
    private static final long START_MS = 1_700_000_000_000L;
    private static final List<TopicLevels> TOPICS = Stream.of(
                    "NBIRTH/E", "NDEATH/E", "DBIRTH/E/D", "DDEATH/E/D", "NDATA/E", "DDATA/E/D")
            .map(rest -> new TopicLevels("spBv1.0/G/" + rest))
            .toList();

    static List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/fuzz/SparkplugHost"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldReadOrRefuseKeptInputs(Path input) throws IOException {
        fuzzerTestOneInput(Files.readAllBytes(input));
    }

    /** Called by Jazzer. Messages one after the other: number of the topic, length, payload. */
    public static void fuzzerTestOneInput(byte[] input) {
        SparkplugHost host = host();
        Readings readings = new Readings();
        int at = 0;
        while (at + 1 < input.length) {
            TopicLevels topic = TOPICS.get((input[at] & 0xFF) % TOPICS.size());
            int length = Math.min(input[at + 1] & 0xFF, input.length - at - 2);
            check(host, input, at + 2, length, topic, readings);
            at += 2 + length;
        }
        host.due((commandTopic, payload) -> true, readings);
    }

    private static void check(
            SparkplugHost host, byte[] bytes, int from, int length, TopicLevels topic, Readings readings) {
        host.read(bytes, from, length, topic, readings);
        boolean isRefused = readings.reason() == Counter.DROPPED_BAD_PAYLOAD;
        if (isRefused && isPayload(Arrays.copyOfRange(bytes, from, from + length))) {
            throw new AssertionError("a payload was refused: " + readings.detail());
        }
        for (int i = 0; i < readings.size(); i++) {
            boolean isLost = readings.refusal(i) != null;
            boolean isValue = Double.isFinite(readings.value(i)) || readings.isUndecided(i);
            if (isLost ? readings.detail(i).isEmpty() : !isValue && readings.quality(i) != Quality.BAD.code()) {
                throw new AssertionError("reading " + i + " is neither a value nor BAD nor lost");
            }
            if (!isLost && !readings.name(i).startsWith("G/E/")) {
                throw new AssertionError("reading " + i + " has the name " + readings.name(i));
            }
        }
    }

    private static boolean isPayload(byte[] bytes) {
        try {
            // Names that are no UTF-8 are refused one by one here, and with the payload there.
            return Payload.parseFrom(bytes).getUnknownFields().asMap().isEmpty() && !hasGroups(bytes);
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }

    /** Groups are passed over by Google's reader, at any depth, and are part of no Sparkplug payload. */
    private static boolean hasGroups(byte[] bytes) {
        for (byte b : bytes) {
            if ((b & 7) == 3) {
                return true;
            }
        }
        return false;
    }

    @Test
    void shouldNeverThrowWhenBytesAreDamaged() {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        System.out.println("SparkplugHostFuzzTest seed=" + seed);
        Random random = new Random(seed);
        byte[] session = session();
        for (int i = 0; i < 50_000; i++) {
            byte[] damaged = session.clone();
            for (int edits = random.nextInt(6); edits > 0; edits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            fuzzerTestOneInput(damaged);
        }
    }

    private static byte[] session() {
        List<byte[]> messages = List.of(
                SparkplugPayloads.kept("1-nbirth"),
                SparkplugPayloads.kept("2-dbirth"),
                SparkplugPayloads.kept("3-ddata"),
                SparkplugPayloads.kept("6-ndeath"));
        int[] topics = {0, 2, 5, 1};
        byte[] session =
                new byte[messages.stream().mapToInt(bytes -> bytes.length + 2).sum()];
        int at = 0;
        for (int i = 0; i < topics.length; i++) {
            byte[] message = messages.get(i);
            session[at] = (byte) topics[i];
            session[at + 1] = (byte) message.length;
            System.arraycopy(message, 0, session, at + 2, message.length);
            at += 2 + message.length;
        }
        return session;
    }

    /** 10,000 messages of ten devices, by alias and by name, in the order of a recording. */
    @Test
    void shouldAllocateNothingForData() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SparkplugHost host = host();
        Readings readings = new Readings();
        read(host, SparkplugPayloads.payload(START_MS, 0, List.of()), TOPICS.get(0), readings);
        List<TopicLevels> topics = new ArrayList<>();
        List<byte[]> messages = new ArrayList<>();
        for (int device = 0; device < 10; device++) {
            List<Metric> metrics = new ArrayList<>();
            for (int m = 0; m < 20; m++) {
                metrics.add(SparkplugPayloads.birth("a/" + m, device * 100 + m, START_MS, m));
            }
            byte[] birth = SparkplugPayloads.payload(START_MS, 1 + device, metrics);
            read(host, birth, new TopicLevels("spBv1.0/G/DBIRTH/E/D" + device), readings);
        }
        for (int i = 0; i < 10_000; i++) {
            Metric named = Metric.newBuilder().setName("a/7").setDoubleValue(i).build();
            Metric aliased = SparkplugPayloads.data(i % 10 * 100 + i % 20, START_MS + i, i);
            messages.add(SparkplugPayloads.payload(START_MS + i, (11 + i) & 0xFF, List.of(aliased, named)));
            topics.add(new TopicLevels("spBv1.0/G/DDATA/E/D" + i % 10));
        }
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < messages.size(); i++) {
                read(host, messages.get(i), topics.get(i), readings);
                assert readings.size() == 2 && readings.refusal(0) == null && readings.refusal(1) == null;
            }
            best = Math.min(best, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(best).as("bytes for 10,000 messages").isLessThan(1_000);
    }

    private static void read(SparkplugHost host, byte[] payload, TopicLevels topic, Readings readings) {
        host.read(payload, 0, payload.length, topic, readings);
    }

    private static SparkplugHost host() {
        FakeIntake intake = new FakeIntake(1_000, () -> START_MS * 1_000_000);
        SourceContext context =
                new SourceContext(intake, new Counters(), null, line -> {}, (where, cause) -> {}, 1_000);
        return new SparkplugHost("s", new SparkplugConfig("h"), context);
    }
}
