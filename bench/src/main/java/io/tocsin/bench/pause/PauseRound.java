package io.tocsin.bench.pause;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * Measurements of one worker.
 *
 * @param wall pauses in wall time, ns
 * @param own the same without waiting for a processor, ns
 * @param decided from a reading's intended time until it was decided, ns; empty when there was no gateway
 * @param snapshotCount snapshots written meanwhile
 * @param rollCount segments begun meanwhile
 * @param collectionCount garbage collections meanwhile
 * @param collectionMs their total duration, ms
 */
record PauseRound(
        Histogram wall,
        Histogram own,
        Histogram decided,
        long snapshotCount,
        long rollCount,
        long collectionCount,
        long collectionMs) {
    private static final int HIGHEST_NS_FOR_DECODING = 1;

    String encode() {
        return encode(wall) + " " + encode(own) + " " + encode(decided) + " " + snapshotCount + " " + rollCount + " "
                + collectionCount + " " + collectionMs;
    }

    static PauseRound decode(String line) {
        String[] words = line.split(" ", -1);
        return new PauseRound(
                histogram(words[0]),
                histogram(words[1]),
                histogram(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]),
                Long.parseLong(words[6]));
    }

    /** Both together. */
    PauseRound plus(PauseRound other) {
        Histogram bothWall = wall.copy();
        bothWall.add(other.wall);
        Histogram bothOwn = own.copy();
        bothOwn.add(other.own);
        Histogram bothDecided = decided.copy();
        bothDecided.add(other.decided);
        return new PauseRound(
                bothWall,
                bothOwn,
                bothDecided,
                snapshotCount + other.snapshotCount,
                rollCount + other.rollCount,
                collectionCount + other.collectionCount,
                collectionMs + other.collectionMs);
    }

    private static String encode(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    private static Histogram histogram(String text) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(text)), HIGHEST_NS_FOR_DECODING);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("not a histogram", e);
        }
    }
}
