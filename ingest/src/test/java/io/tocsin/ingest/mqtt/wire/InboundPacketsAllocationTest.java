package io.tocsin.ingest.mqtt.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the socket to the listener a message on a topic that came before allocates nothing. */
class InboundPacketsAllocationTest implements MessageListener {
    private static final int MESSAGES = 400_000;
    /** The JVM may allocate a little in our thread's name; one object a message would be millions. */
    private static final long SLACK_BYTES = 4_096;

    private long messageCount;
    private long charCount;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAllocateNothingWhenMessagesPass(boolean isVersion5) throws IOException {
        byte[] cycle = cycle(isVersion5);
        InboundPackets in = new InboundPackets(
                new Endless(cycle),
                new OutboundPackets(new ByteArrayOutputStream(), new CountDownLatch(1)),
                this,
                isVersion5,
                1 << 20,
                100);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long threadId = Thread.currentThread().getId();
        // a SUBACK ends each cycle, so that a read returns
        while (messageCount < MESSAGES) {
            readSubAck(in);
        }
        threads.getThreadAllocatedBytes(threadId);
        long before = threads.getThreadAllocatedBytes(threadId);
        messageCount = 0;
        while (messageCount < MESSAGES) {
            readSubAck(in);
        }
        assertThat(threads.getThreadAllocatedBytes(threadId) - before).isLessThan(SLACK_BYTES);
        assertThat(charCount).isPositive();
    }

    private static void readSubAck(InboundPackets in) throws IOException {
        in.read();
        while (in.available() > 0) {
            in.read();
        }
    }

    private static byte[] cycle(boolean isVersion5) {
        ByteArrayOutputStream cycle = new ByteArrayOutputStream();
        for (int i = 0; i < 50; i++) {
            byte[] topic = ("plant/hall/" + i + "/temp").getBytes(StandardCharsets.UTF_8);
            byte[] payload = "{\"value\": 81.5}".repeat(1 + i).getBytes(StandardCharsets.UTF_8);
            int remaining = 2 + topic.length + 2 + (isVersion5 ? 4 : 0) + payload.length;
            cycle.write(0x32);
            if (remaining > 127) {
                cycle.write((remaining & 127) | 128);
                cycle.write(remaining >> 7);
            } else {
                cycle.write(remaining);
            }
            cycle.write(0);
            cycle.write(topic.length);
            cycle.writeBytes(topic);
            cycle.write(1);
            cycle.write(i);
            if (isVersion5) {
                cycle.writeBytes(new byte[] {3, 0x23, 0, 1});
            }
            cycle.writeBytes(payload);
        }
        cycle.writeBytes(new byte[] {(byte) 0x90, 3, 0, 1, 1});
        return cycle.toByteArray();
    }

    @Override
    public void onMessage(String topic, byte[] payload, int qos, boolean retained, int packetId) {
        messageCount++;
        charCount += topic.length() + payload.length;
    }

    @Override
    public void onRefused(RefusedMessage message) {
        throw new AssertionError(message.detail());
    }

    @Override
    public void onConfirmed(long mark) {
        throw new AssertionError("nobody asked");
    }

    @Override
    public boolean awaitRoom(long timeoutMs) {
        return true;
    }

    private static final class Endless extends InputStream {
        private final byte[] cycle;
        private int position;

        private Endless(byte[] cycle) {
            this.cycle = cycle;
        }

        @Override
        public int read() {
            throw new AssertionError("the socket is read in bulk");
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int count = Math.min(length, Math.min(cycle.length - position, 1_460));
            System.arraycopy(cycle, position, target, offset, count);
            position = (position + count) % cycle.length;
            return count;
        }
    }
}
