package io.tocsin.engine.pipeline;

import io.tocsin.engine.admission.SensorQuota;
import io.tocsin.engine.journal.SourceProgress;
import java.util.List;

/**
 * Interface of a source to the gateway: ids of sensors, slots of the input ring, and the durable position.
 *
 * <p>Threads: one intake belongs to one source and is used by the source's reading thread; {@link #durablePosition()}
 * and {@link #clockNs()} may be asked by any thread. Refusals are return values. After the gateway began to stop,
 * claims are refused with {@link #CLOSED}.
 *
 * <p>A source counts every reading it publishes or drops as RECEIVED, and drops under their reason; PROCESSED is the
 * engine's to count.
 */
public interface Intake {
    /** No room in the ring now. */
    long NO_ROOM = -1;
    /** The gateway is stopping: nothing is taken any more. */
    long CLOSED = -2;

    /** {@link #sensorId}, {@link #defineSensor}: nobody has this name yet. */
    int UNKNOWN = -1;
    /** {@link #defineSensor}: {@code engine.maxSensors} is reached. */
    int SENSOR_LIMIT = -2;
    /** {@link #defineSensor}: not a name a sensor may have. */
    int BAD_NAME = -3;
    /** {@link #defineSensor}, {@link #textId}: no room in the ring now, try again; or the gateway is stopping. */
    int NO_ROOM_FOR_DEFINITION = -4;
    /** {@link #textId}: empty, longer than a value may be, not UTF-8, or with control characters. */
    int BAD_TEXT = -5;
    /**
     * {@link #defineSensor}: the state that the rules would keep of the sensor does not fit into
     * {@code engine.stateMemory}.
     */
    int STATE_LIMIT = -6;
    /** {@link #defineSensor}: {@code maxSensors} of the topic filter is reached. */
    int FILTER_LIMIT = -7;

    /**
     * Looks a sensor up, without allocation or lock.
     *
     * @param name holds the name, UTF-8
     * @param offset of the name, bytes
     * @param length of the name, bytes
     * @return its id, or {@link #UNKNOWN}
     */
    int sensorId(byte[] name, int offset, int length);

    /**
     * Looks a sensor up and defines it when it is new: the definition goes into the ring before the id comes back.
     *
     * @return its id, or one of the negative refusals
     */
    int defineSensor(byte[] name, int offset, int length);

    /**
     * As {@link #defineSensor(byte[], int, int)}, a sensor that may be evicted. When there is no room for it, sensors
     * that may be evicted, that no rule watches and that have been silent for {@code engine.evictAfter} make room.
     *
     * @param quota of the topic filter by which it comes
     */
    int defineSensor(byte[] name, int offset, int length, SensorQuota quota);

    /** Whether a sensor may be evicted: {@link #heard} must be told of its readings. Any thread. */
    boolean mayBeEvicted(int sensorId);

    /** A sensor that {@linkplain #mayBeEvicted may be evicted} has a reading. Any thread. */
    void heard(int sensorId, long receiveTimeNs);

    /**
     * Rises with every eviction: an id that was looked up before must be {@linkplain #isEvicted asked about}. Any
     * thread.
     */
    int evictionCount();

    /** Whether a sensor was evicted: its id must not be used any more. Any thread. */
    boolean isEvicted(int sensorId);

    /** Whether some rule looks up the sensor of this name, a table's cell, and takes a text there. Allocates. */
    boolean readsTexts(byte[] name, int offset, int length);

    /**
     * Whether a text of the sensor of this name stays a text when it
     * {@linkplain io.tocsin.engine.reading.Numeral reads as a number}, for some rule of it names such a text. Of all
     * other sensors it is the number. May allocate.
     */
    boolean keepsNumerals(byte[] name, int offset, int length);

    /** As above, of a sensor that is defined; allocates when it is asked for the first time. */
    boolean keepsNumerals(int sensorId);

    /** The rules that see a sensor and look over its texts, as people name them: {@code alarm high}. Allocates. */
    List<String> numberReaders(int sensorId);

    /** The name of a sensor, for people; allocates. */
    String sensorName(int sensorId);

    /**
     * Looks a text up that a sensor says, and defines it when it is new, as {@link #defineSensor} does: for
     * {@link io.tocsin.engine.reading.TextValue#of}. Any valid text has an id: one that finds no place in the
     * dictionary is {@link io.tocsin.engine.reading.TextValue#OTHER_ID OTHER}.
     *
     * @param text holds the text, UTF-8
     * @param offset of the text, bytes
     * @param length of the text, bytes
     * @return its id, or {@link #BAD_TEXT} or {@link #NO_ROOM_FOR_DEFINITION}
     */
    int textId(byte[] text, int offset, int length);

    /**
     * As {@link #textId}, for a table's cell: {@link io.tocsin.engine.reading.TextPlaces} has more places for those.
     */
    int cellTextId(byte[] text, int offset, int length);

    /** The text of an id, for people; allocates. */
    String text(int textId);

    /**
     * The names of the sensors that this source has defined, in this process or an earlier one, in the order of their
     * ids. Looks at all there are. Only before the pipeline starts.
     */
    List<String> ownSensors();

    /**
     * Claims {@code count} consecutive slots.
     *
     * @param count 1 to {@link #maxClaim()}
     * @return sequence of the last of them, or {@link #NO_ROOM}, or {@link #CLOSED}
     */
    long tryClaim(int count);

    /**
     * As {@link #tryClaim}, but waits for room: for sources that can wait.
     *
     * @return sequence of the last slot, or {@link #CLOSED}
     */
    long claim(int count);

    /** The most slots one claim may ask for. */
    int maxClaim();

    /** The slot of a claimed sequence. */
    InputSlot slot(long sequence);

    /**
     * Publishes the claimed slots {@code lowSequence..highSequence}; every claimed slot must be filled and published.
     */
    void publish(long lowSequence, long highSequence);

    /** The journal position that the slot of this sequence gets. */
    long positionOf(long sequence);

    /** Every record below this journal position is as durable as {@code journal.sync} promises. Any thread. */
    long durablePosition();

    /**
     * Publishes how far a bounded source has been read; waits for room.
     *
     * @param end whether the source has ended here
     * @return whether it was taken; false when the gateway is stopping
     */
    boolean publishProgress(SourceProgress progress, boolean end);

    /** This source's index, for {@link SourceProgress}. */
    int sourceIndex();

    /**
     * When it is now, for receive times and for waiting: elapsed time, epoch nanoseconds, whole microseconds. Nobody
     * receives more exactly than that, and the journal would keep the noise. It never steps; the journal gets what the
     * wall clock says. Any thread.
     */
    long clockNs();

    /**
     * The latest event time that is not in the future for a reading received at a time, epoch ns;
     * {@link Long#MAX_VALUE} while the wall clock was never set: it cannot judge the clocks of others.
     *
     * @param receiveTimeNs as {@link #clockNs} returned it
     * @param futureLimitNs how far beyond the wall clock an event time may lie, not negative
     */
    default long latestEventNs(long receiveTimeNs, long futureLimitNs) {
        long latestNs = receiveTimeNs + futureLimitNs;
        return latestNs < receiveTimeNs ? Long.MAX_VALUE : latestNs;
    }
}
