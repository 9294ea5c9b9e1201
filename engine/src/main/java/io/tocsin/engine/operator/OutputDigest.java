package io.tocsin.engine.operator;

import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Passes events on and keeps a digest of all of them, without the field that a clock fills.
 *
 * <p>The digest is a chain of two 64-bit lanes over the words of the events: it tells different outputs from equal ones
 * and costs nanoseconds an event. It is no protection against somebody who wants it to be equal.
 */
final class OutputDigest implements ResultHandler {
    private static final long FIRST_MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final long SECOND_MULTIPLIER = 0xD6E8FEB86659FD93L;
    private static final int ROTATION = 29;

    private final ResultHandler next;
    private final UnsafeBuffer copy = new UnsafeBuffer(new byte[AlarmEventFlyweight.LENGTH]);
    private final AlarmEventFlyweight copied = new AlarmEventFlyweight().wrap(copy, 0);
    private long firstLane;
    private long secondLane;

    OutputDigest(ResultHandler next) {
        this.next = next;
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        event.copyTo(copy, 0);
        copied.decidedNs(0);
        long first = firstLane;
        long second = secondLane;
        for (int offset = 0; offset < AlarmEventFlyweight.LENGTH; offset += Long.BYTES) {
            long word = copy.getLong(offset);
            first = (first ^ word) * FIRST_MULTIPLIER;
            first ^= first >>> 32;
            second = Long.rotateLeft(second + word, ROTATION) * SECOND_MULTIPLIER;
        }
        firstLane = first;
        secondLane = second;
        next.onAlarm(event);
    }

    /** A digest of all events so far. */
    byte[] digest() {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(firstLane)
                .putLong(secondLane)
                .array();
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String hex(byte[] bytes) {
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
}
