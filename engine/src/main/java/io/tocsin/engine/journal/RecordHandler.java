package io.tocsin.engine.journal;

import org.agrona.DirectBuffer;

/**
 * The three shapes of a journal record, in journal order. Implemented by writers of the journal, by the fold and by
 * printers; the ring's consumer and the journal's reader call it. So there is one vocabulary for the live way and for
 * replay.
 *
 * <p>Positions are dense: the first record ever is 0 and every record is one more than the one before, over segments
 * and restarts.
 */
public interface RecordHandler {
    /**
     * One reading of one sensor.
     *
     * @param position journal position
     * @param sensorId dense id, defined by an earlier {@link ControlKind#SENSOR} record
     * @param eventTimeNs when it was measured, epoch nanoseconds
     * @param receiveTimeNs when the gateway received it, epoch nanoseconds
     * @param value finite, or a {@linkplain io.tocsin.engine.reading.TextValue text}, or anything when the quality is
     *     BAD
     * @param quality {@link io.tocsin.engine.reading.Quality#code()}
     * @param flags bits of {@link io.tocsin.engine.reading.ReadingFlags}
     */
    void onReading(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags);

    /**
     * The clock's only way into a result.
     *
     * @param position journal position
     * @param clockNs what the gateway's clock said, epoch nanoseconds
     */
    void onTick(long position, long clockNs);

    /**
     * A rare record: a definition, a plan, an operator's action.
     *
     * @param position journal position
     * @param kind {@link ControlKind#code()}; a reader skips a kind it does not know only if it computes no result
     * @param buffer holds the record's body; valid during the call only
     * @param offset of the body, bytes
     * @param length of the body, bytes, at most {@link ControlKind#MAX_BODY_LENGTH}
     */
    void onControl(long position, int kind, DirectBuffer buffer, int offset, int length);
}
