package io.tocsin.ingest.mqtt.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Two writers on one stream: no packet of one within a packet of the other. */
class OutboundPacketsTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final OutboundPackets out = new OutboundPackets(written, gate);

    @Test
    void shouldWriteAcknowledgementsAtOnceBetweenPackets() throws IOException {
        out.acknowledge(acknowledgements(1, 258, 65_535), 3);
        assertThat(hex()).isEqualTo("40020001" + "40020102" + "4002ffff");
        assertThat(gate.getCount()).as("opened by Paho's bytes only").isEqualTo(1);
    }

    @Test
    void shouldKeepAcknowledgementsBackWhilePahoIsWithinAPacket() throws IOException {
        byte[] packet = HexFormat.of().parseHex("820300060a");
        for (int cut = 1; cut < packet.length; cut++) {
            written.reset();
            out.write(packet, 0, cut);
            out.acknowledge(acknowledgements(7), 1);
            out.acknowledgeReleased(8);
            assertThat(written.size()).as("cut=%d", cut).isEqualTo(cut);
            out.write(packet, cut, packet.length - cut);
            assertThat(hex()).as("cut=%d", cut).isEqualTo("820300060a" + "40020007" + "70020008");
        }
    }

    @Test
    void shouldWriteNothingForQos0AndPubrecForQos2() throws IOException {
        int[] acknowledgements = {
            OutboundPackets.acknowledgement(0, 0),
            OutboundPackets.acknowledgement(2, 3),
            OutboundPackets.acknowledgement(0, 9),
            OutboundPackets.acknowledgement(1, 4)
        };
        out.acknowledge(acknowledgements, 4);
        assertThat(hex()).isEqualTo("50020003" + "40020004");
    }

    @Test
    void shouldNoticePingsWhereverTheyAre() throws IOException {
        assertThat(out.takePing()).isFalse();
        // a SUBSCRIBE whose body looks like a ping, in three pieces, then a ping behind it
        byte[] bytes = HexFormat.of().parseHex("8204c000c000" + "c000");
        out.write(bytes, 0, 3);
        out.write(bytes, 3, 2);
        assertThat(out.takePing()).isFalse();
        out.write(bytes, 5, 3);
        assertThat(out.takePing()).isTrue();
        assertThat(out.takePing()).isFalse();
    }

    /** The broker answers pings in the order in which it gets them, Paho's and ours. */
    @Test
    void shouldKnowWhichPingIsAnswered() throws IOException {
        byte[] ping = HexFormat.of().parseHex("c000");
        assertThat(out.takeAnswer()).as("nobody asked").isNegative();
        assertThat(out.askToConfirm(5)).isTrue();
        out.write(ping, 0, 1);
        assertThat(out.askToConfirm(9)).isTrue();
        out.acknowledge(acknowledgements(3), 1);
        out.write(ping, 1, 1);
        assertThat(hex()).isEqualTo("c000" + "c000" + "c000" + "40020003");
        assertThat(out.takeAnswer()).isEqualTo(5);
        assertThat(out.takeAnswer()).as("Paho's").isNegative();
        assertThat(out.takeAnswer()).isEqualTo(9);
        for (int i = 0; i < 16; i++) {
            assertThat(out.askToConfirm(i)).isTrue();
        }
        assertThat(out.askToConfirm(16)).as("a broker that never answers").isFalse();
    }

    /**
     * Packets of any length in pieces, acknowledgements between any two: cut by length, all come out whole and in
     * order.
     */
    @Test
    void shouldNeverMixRandomPackets() throws IOException {
        Random random = new Random(Long.getLong("tocsin.seed", 1));
        int nextId = 1;
        StringBuilder acknowledged = new StringBuilder();
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            byte[] body = new byte[random.nextInt(3) == 0 ? random.nextInt(40_000) : random.nextInt(8)];
            byte[] packet = packet(body);
            sent.append(packet.length).append(' ');
            int from = 0;
            while (from < packet.length) {
                int count = Math.min(packet.length - from, 1 + random.nextInt(9_000));
                out.write(packet, from, count);
                from += count;
                if (random.nextInt(3) == 0) {
                    out.acknowledge(acknowledgements(nextId), 1);
                    acknowledged.append(nextId).append(' ');
                    nextId = nextId % 60_000 + 1;
                }
            }
        }
        StringBuilder ids = new StringBuilder();
        StringBuilder lengths = new StringBuilder();
        byte[] all = written.toByteArray();
        int at = 0;
        while (at < all.length) {
            long length = VarInt.read(all, at + 1, all.length);
            int packetLength = 1 + VarInt.length(length) + VarInt.value(length);
            if (all[at] == 0x40) {
                ids.append(((all[at + 2] & 0xFF) << 8) | (all[at + 3] & 0xFF)).append(' ');
            } else {
                assertThat(all[at]).isEqualTo((byte) 0x82);
                lengths.append(packetLength).append(' ');
            }
            at += packetLength;
        }
        assertThat(ids.toString()).isEqualTo(acknowledged.toString());
        assertThat(lengths.toString()).isEqualTo(sent.toString());
    }

    @Test
    void shouldOpenTheGateAlsoWhenNothingCanBeWritten() {
        OutboundPackets broken = new OutboundPackets(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("gone");
                    }
                },
                gate);
        assertThatThrownBy(() -> broken.write(0x10)).hasMessage("gone");
        assertThat(gate.getCount()).isZero();
    }

    private static byte[] packet(byte[] body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(0x82);
        int rest = body.length;
        do {
            packet.write((rest & 127) | (rest > 127 ? 128 : 0));
            rest >>= 7;
        } while (rest > 0);
        packet.writeBytes(body);
        return packet.toByteArray();
    }

    private static int[] acknowledgements(int... packetIds) {
        return packetIds;
    }

    private String hex() {
        return HexFormat.of().formatHex(written.toByteArray());
    }
}
