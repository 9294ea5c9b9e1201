package io.tocsin.ingest.mqtt.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Streams of packets, good and broken, that come in pieces with timeouts between them, beside the naive reader. Random
 * here; {@code .ci/fuzz InboundPackets} makes inputs.
 */
class InboundPacketsFuzzTest {
    private static final int STREAMS = Boolean.getBoolean("tocsin.heavy") ? 200_000 : 4_000;

    static List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/fuzz/InboundPackets"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldReadAsTheNaiveReaderOnKeptInputs(Path input) throws IOException {
        fuzzerTestOneInput(Files.readAllBytes(input));
    }

    /** Called by Jazzer. The first byte chooses the version and the largest message, the second the pieces. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        boolean isVersion5 = (input[0] & 1) != 0;
        int maxMessageBytes = (input[0] & 2) != 0 ? 1_024 : 1 << 20;
        byte[] stream = Arrays.copyOfRange(input, 2, input.length);
        List<String> expected = NaivePackets.read(stream, isVersion5, maxMessageBytes);
        List<String> lines = read(stream, isVersion5, maxMessageBytes, new Random(input[1]));
        if (!lines.equals(expected)) {
            assertThat(lines).isEqualTo(expected);
        }
    }

    @Test
    void shouldReadWhatTheNaiveReaderReads() {
        Long given = Long.getLong("tocsin.seed");
        long first = given == null ? 1 : given;
        Set<String> seen = new TreeSet<>();
        for (long seed = first; seed < first + (given == null ? STREAMS : 1); seed++) {
            Random random = new Random(new SplittableRandom(seed).nextLong());
            boolean isVersion5 = random.nextBoolean();
            int maxMessageBytes = random.nextBoolean() ? 1 << 20 : 1_024 + random.nextInt(100_000);
            byte[] stream = new RandomPackets(random, isVersion5).stream();
            List<String> expected = NaivePackets.read(stream, isVersion5, maxMessageBytes);
            assertThat(read(stream, isVersion5, maxMessageBytes, random))
                    .as("-Dtocsin.seed=%d", seed)
                    .isEqualTo(expected);
            expected.forEach(line -> seen.add(line.replaceAll("(?s)^(refused \\w+|\\w+).*", "$1")));
        }
        if (given == null) {
            assertThat(seen)
                    .containsExactly(
                            "fatal",
                            "given",
                            "message",
                            "refused DROPPED_BAD_PACKET",
                            "refused DROPPED_BAD_TOPIC",
                            "refused DROPPED_TOO_LARGE",
                            "written");
        }
    }

    private static List<String> read(byte[] stream, boolean isVersion5, int maxMessageBytes, Random random) {
        List<String> lines = new ArrayList<>();
        OutboundPackets out = new OutboundPackets(
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        throw new AssertionError("acknowledgements are written whole");
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        lines.add("written " + HexFormat.of().formatHex(bytes, offset, offset + length));
                    }
                },
                new CountDownLatch(1));
        InboundPackets in = new InboundPackets(
                new Pieces(stream, random), out, new Collector(lines, random), isVersion5, maxMessageBytes, 4);
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        byte[] target = new byte[64];
        while (true) {
            try {
                int count = 1;
                if (random.nextBoolean()) {
                    int b = in.read();
                    if (b < 0) {
                        return lines;
                    }
                    packet.write(b);
                } else {
                    count = in.read(target, 0, 1 + random.nextInt(target.length));
                    if (count < 0) {
                        return lines;
                    }
                    packet.write(target, 0, count);
                }
                if (in.available() == 0) {
                    lines.add("given " + HexFormat.of().formatHex(packet.toByteArray()));
                    packet.reset();
                }
            } catch (SocketTimeoutException e) {
                check(packet.size() == 0, "Paho gets whole packets");
            } catch (PacketException e) {
                lines.add("fatal");
                return lines;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /** Gives bytes in pieces of any length, with timeouts. */
    private static final class Pieces extends InputStream {
        private final byte[] bytes;
        private final Random random;
        private int position;

        private Pieces(byte[] bytes, Random random) {
            this.bytes = bytes;
            this.random = random;
        }

        @Override
        public int read() {
            throw new AssertionError("the socket is read in bulk");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            check(length > 0, "a read of no bytes");
            if (random.nextInt(8) == 0) {
                throw new SocketTimeoutException();
            }
            if (position == bytes.length) {
                return -1;
            }
            int most = Math.min(length, bytes.length - position);
            int count = random.nextInt(4) == 0 ? most : Math.min(most, 1 + random.nextInt(40_000) % 37);
            System.arraycopy(bytes, position, target, offset, count);
            position += count;
            return count;
        }
    }

    private static final class Collector implements MessageListener {
        private final List<String> lines;
        private final Random random;

        private Collector(List<String> lines, Random random) {
            this.lines = lines;
            this.random = random;
        }

        @Override
        public void onMessage(String topic, byte[] payload, int qos, boolean retained, int packetId) {
            lines.add("message " + topic + " " + new String(payload, StandardCharsets.ISO_8859_1) + " qos=" + qos
                    + (retained ? " retained" : "") + " id=" + packetId);
        }

        @Override
        public void onRefused(RefusedMessage message) {
            check(!message.detail().isBlank(), "a refusal without words");
            lines.add("refused " + message.reason() + " " + message.topic() + " "
                    + new String(message.head(), StandardCharsets.ISO_8859_1) + " length=" + message.length()
                    + " qos=" + message.qos() + " id=" + message.packetId());
        }

        @Override
        public void onConfirmed(long mark) {
            throw new AssertionError("nobody asked");
        }

        @Override
        public boolean awaitRoom(long timeoutMs) {
            return random.nextInt(3) > 0;
        }
    }
}
