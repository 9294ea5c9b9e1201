package io.tocsin.ingest.mqtt.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/**
 * Random streams of packets, good and broken, that come in pieces with timeouts between them, beside the naive reader.
 */
class InboundPacketsFuzzTest {
    private static final int STREAMS = Boolean.getBoolean("tocsin.heavy") ? 200_000 : 4_000;

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
                assertThat(packet.size()).as("Paho gets whole packets").isZero();
            } catch (PacketException e) {
                lines.add("fatal");
                return lines;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
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
            assertThat(length).isPositive();
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
            assertThat(message.detail()).isNotBlank();
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
