package io.tocsin.persistence.journal.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Heads of batches come back as they were written, say their size, and notice every flipped bit. */
class BatchHeadModelTest {
    private static final int ROUNDS = 20_000;
    private static final int FLIPPED_ROUNDS = 50;
    private static final int EXCERPT_HEADER_LENGTH = 4;
    private static final int GOAL_BYTES = 30;

    /** Each part of a head as large as it may be, or at its edges. */
    private record Head(
            int recordCount,
            long firstPosition,
            long timeNs,
            int chain,
            long unforced,
            boolean isFirst,
            String records) {
        static Head random(SplittableRandom random) {
            long micros = random.nextLong(1, Long.MAX_VALUE >>> random.nextInt(50)) / 1_000;
            return new Head(
                    random.nextInt(1, 257),
                    random.nextLong() >>> random.nextInt(1, 64),
                    switch (random.nextInt(4)) {
                        case 0 -> micros * 1_000;
                        case 1 -> random.nextLong();
                        case 2 -> 1_764_500_000_000_000_000L + random.nextInt(2_000);
                        default -> 0;
                    },
                    random.nextInt(),
                    (random.nextLong() >>> random.nextInt(32, 64)),
                    random.nextInt(8) == 0,
                    Long.toString(random.nextLong() >>> random.nextInt(64), Character.MAX_RADIX));
        }

        /** The batch as the journal has it. */
        byte[] write() {
            BatchBuffer batch = new BatchBuffer();
            batch.length(batch.length() + batch.buffer().putStringWithoutLengthAscii(batch.length(), records));
            batch.seal(recordCount, firstPosition, timeNs, chain, unforced, isFirst);
            byte[] bytes = new byte[batch.sealedLength()];
            batch.excerpt().read(bytes);
            return bytes;
        }
    }

    private final BatchHead head = new BatchHead();

    @Test
    void shouldReadWhatWasWritten() {
        long seed = Long.getLong("tocsin.seed", 1);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Head expected = Head.random(random);
            byte[] bytes = expected.write();
            ByteBuffer memory = ByteBuffer.allocateDirect(bytes.length + RecordLayout.READ_SLACK);
            memory.put(bytes);
            assertThat(head.read(new UnsafeBuffer(memory), memory, 0, bytes.length))
                    .as("seed %d, round %d: %s", seed, round, expected)
                    .isNull();
            assertThat(new Head(
                            head.recordCount(),
                            head.firstPosition(),
                            head.timeNs(),
                            head.chain(),
                            head.unforced(),
                            head.isFirstOfSegment(),
                            records(bytes)))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(expected);
        }
    }

    private String records(byte[] bytes) {
        int from = head.recordsIndex();
        return new String(bytes, from, bytes.length - from, StandardCharsets.US_ASCII);
    }

    @Test
    void shouldNoticeEveryFlippedBitAndEveryOtherLength() {
        SplittableRandom random = new SplittableRandom(2);
        for (int round = 0; round < FLIPPED_ROUNDS; round++) {
            byte[] bytes = Head.random(random).write();
            ByteBuffer memory = ByteBuffer.allocateDirect(bytes.length + RecordLayout.READ_SLACK);
            for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
                byte[] flipped = bytes.clone();
                flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                memory.clear().put(flipped);
                boolean isVersion = bytes[0] == 'T' && bit / Byte.SIZE == 3;
                if (!isVersion) { // which the reader of the segment judges
                    assertThat(head.read(new UnsafeBuffer(memory), memory, 0, bytes.length))
                            .as("bit %d", bit)
                            .isNotNull();
                }
            }
            memory.clear().put(bytes);
            for (int length = 0; length < bytes.length; length++) {
                assertThat(head.read(new UnsafeBuffer(memory), memory, 0, length))
                        .as("length %d", length)
                        .isNotNull();
            }
        }
    }

    /** After a year at 1,000/s or a week at 50,000/s, forced every 10 ms. */
    @Test
    void shouldTakeAtMostThirtyBytesBesideTheRecords() {
        Head slow = new Head(10, 31_536_000_000L, 1_764_500_000_123_456_000L, -1, 20, false, "r");
        Head fast = new Head(256, 30_240_000_000L, 1_764_500_000_123_456_000L, -1, 1_000, false, "r");
        assertThat(slow.write().length - 1 + EXCERPT_HEADER_LENGTH).isEqualTo(27);
        assertThat(fast.write().length - 1 + EXCERPT_HEADER_LENGTH).isEqualTo(28);
        Head nanos = new Head(10, 31_536_000_000L, 1_764_500_000_123_456_789L, -1, 1_000, false, "r");
        assertThat(nanos.write().length - 1 + EXCERPT_HEADER_LENGTH).isLessThanOrEqualTo(GOAL_BYTES);
    }
}
