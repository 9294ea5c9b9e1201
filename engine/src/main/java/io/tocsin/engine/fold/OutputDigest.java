package io.tocsin.engine.fold;

import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.agrona.DirectBuffer;

/**
 * Passes events and rows on and keeps a digest of all of them, without the field that the wall clock fills.
 *
 * <p>The digest is a chain of two 64-bit lanes over the words of the events and rows, in the order of decision. It
 * detects accidental differences and costs nanoseconds an event; it is no protection against forgery. Engine thread
 * only; allocates nothing.
 */
public final class OutputDigest implements ResultHandler {
    private static final long FIRST_MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final long SECOND_MULTIPLIER = 0xD6E8FEB86659FD93L;
    private static final int ROTATION = 29;
    /**
     * Bytes digested of an event that is the first of its instant. The length excludes the field added after the first
     * digests were stored.
     */
    private static final int FIRST_AT_INSTANT_LENGTH = AlarmEventFlyweight.LENGTH - Long.BYTES;

    private final ResultHandler next;
    private long firstLane;
    private long secondLane;

    OutputDigest(ResultHandler next) {
        this.next = next;
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        boolean isShort = event.earlierAtInstant() == 0 && !event.isOnBoard();
        digest(event.buffer(), isShort ? FIRST_AT_INSTANT_LENGTH : event.length(), AlarmEventFlyweight.DECIDED_OFFSET);
        next.onAlarm(event);
    }

    @Override
    public void onRow(StreamRowFlyweight row) {
        digest(row.buffer(), row.length(), StreamRowFlyweight.DECIDED_OFFSET);
        next.onRow(row);
    }

    /** A digest of all events and rows so far. */
    byte[] digest() {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(firstLane)
                .putLong(secondLane)
                .array();
    }

    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    void writeTo(StateOutput out) {
        out.putLong(firstLane);
        out.putLong(secondLane);
    }

    void readFrom(StateInput in) {
        firstLane = in.getLong();
        secondLane = in.getLong();
    }

    private void digest(DirectBuffer result, int length, int decidedOffset) {
        long first = firstLane;
        long second = secondLane;
        for (int offset = 0; offset < length; offset += Long.BYTES) {
            long word = offset == decidedOffset ? 0 : result.getLong(offset);
            first = (first ^ word) * FIRST_MULTIPLIER;
            first ^= first >>> 32;
            second = Long.rotateLeft(second + word, ROTATION) * SECOND_MULTIPLIER;
        }
        firstLane = first;
        secondLane = second;
    }
}
