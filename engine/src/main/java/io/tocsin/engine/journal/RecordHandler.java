package io.tocsin.engine.journal;

import org.agrona.DirectBuffer;

/**
 * The three kinds of journal records, in journal order. Writers of the journal, the fold and printers implement this
 * interface; the ring's consumer and the journal's reader call it. Live operation and replay thus share one vocabulary.
 *
 * <p>Positions are dense: the first record ever is 0, and every record is one more than the previous one, across
 * segments and restarts.
 */
public interface RecordHandler {
    /**
     * Handles one reading of one sensor.
     *
     * @param position journal position
     * @param sensorId dense id, defined by an earlier {@link ControlKind#SENSOR} record
     * @param eventTimeNs when the value was measured, epoch nanoseconds
     * @param receiveTimeNs when the gateway received the reading, epoch nanoseconds
     * @param value finite, or a {@linkplain io.tocsin.engine.reading.TextValue text}, or anything when the quality is
     *     BAD
     * @param quality code of the quality: {@link io.tocsin.engine.reading.Quality#code()}
     * @param flags bits of {@link io.tocsin.engine.reading.ReadingFlags}
     */
    void onReading(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags);

    /**
     * Handles a tick, the only way for the clock to influence a result.
     *
     * @param position journal position
     * @param clockNs time of the gateway's clock, epoch nanoseconds
     */
    void onTick(long position, long clockNs);

    /**
     * Handles a rare record: a definition, a plan, an action of the gateway.
     *
     * @param position journal position
     * @param kind {@link ControlKind#code()}; a reader may skip an unknown kind only if it computes no result
     * @param buffer holds the record's body; valid during the call only
     * @param offset of the body, bytes
     * @param length of the body, bytes, at most {@link ControlKind#MAX_BODY_LENGTH}
     */
    void onControl(long position, int kind, DirectBuffer buffer, int offset, int length);
}
