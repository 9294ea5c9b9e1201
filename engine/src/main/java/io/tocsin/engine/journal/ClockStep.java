package io.tocsin.engine.journal;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of a CLOCK_STEP record: the gateway's wall clock was put forward or back. Later records are stamped by the new
 * clock, earlier records by the old one. No time passes during the step.
 *
 * <pre>
 *   from 8 | to 8
 * </pre>
 *
 * @param fromNs time of the old clock, epoch ns
 * @param toNs time of the new clock at the same instant, epoch ns
 */
public record ClockStep(long fromNs, long toNs) {
    /** Bytes of the body. */
    public static final int LENGTH = 16;

    private static final int FROM_OFFSET = 0;
    private static final int TO_OFFSET = 8;

    /** Length of the step, ns; negative when the clock was put back. */
    public long byNs() {
        return toNs - fromNs;
    }

    /** Writes the body. */
    public void encode(MutableDirectBuffer buffer, int offset) {
        buffer.putLong(offset + FROM_OFFSET, fromNs);
        buffer.putLong(offset + TO_OFFSET, toNs);
    }

    /** Reads a body. */
    public static ClockStep decode(DirectBuffer buffer, int offset, int length) {
        if (length < LENGTH) {
            throw new JournalException("clock step of length=" + length);
        }
        return new ClockStep(buffer.getLong(offset + FROM_OFFSET), buffer.getLong(offset + TO_OFFSET));
    }
}
