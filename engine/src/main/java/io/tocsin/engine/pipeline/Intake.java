package io.tocsin.engine.pipeline;

import io.tocsin.engine.admission.SensorQuota;
import io.tocsin.engine.journal.SourceProgress;
import java.util.List;

/**
 * Interface between a source and the gateway: ids of sensors, slots of the input ring, and the durable position.
 *
 * <p>Threads: an intake belongs to one source and is used by the source's reading thread; any thread may call
 * {@link #durablePosition()} and {@link #clockNs()}. Refusals are return values. Once the gateway is stopping, claims
 * are refused with {@link #CLOSED}.
 *
 * <p>A source counts every reading it publishes or drops as RECEIVED, and every drop under its reason; the engine
 * counts PROCESSED.
 */
public interface Intake {
    /** Refusal: the ring has no room now. */
    long NO_ROOM = -1;
    /** Refusal: the gateway is stopping and accepts nothing more. */
    long CLOSED = -2;

    /** Answer of {@link #sensorId} and {@link #defineSensor}: no sensor has this name yet. */
    int UNKNOWN = -1;
    /** Refusal of {@link #defineSensor}: {@code engine.maxSensors} is reached. */
    int SENSOR_LIMIT = -2;
    /** Refusal of {@link #defineSensor}: a sensor must not have such a name. */
    int BAD_NAME = -3;
    /**
     * Refusal of {@link #defineSensor} and {@link #textId}: the ring has no room now, try again; or the gateway is
     * stopping.
     */
    int NO_ROOM_FOR_DEFINITION = -4;
    /**
     * Refusal of {@link #textId}: the text is empty, longer than a value may be, not UTF-8, or has control characters.
     */
    int BAD_TEXT = -5;
    /**
     * Refusal of {@link #defineSensor}: the state that the rules would keep for the sensor exceeds
     * {@code engine.stateMemory}.
     */
    int STATE_LIMIT = -6;
    /** Refusal of {@link #defineSensor}: {@code maxSensors} of the topic filter is reached. */
    int FILTER_LIMIT = -7;

    /**
     * Looks up a sensor, without allocation or lock.
     *
     * @param name holds the name, UTF-8
     * @param offset of the name, bytes
     * @param length of the name, bytes
     * @return the sensor's id, or {@link #UNKNOWN}
     */
    int sensorId(byte[] name, int offset, int length);

    /**
     * Looks up a sensor and defines it when it is new. The definition enters the ring before the id is returned.
     *
     * @return the sensor's id, or one of the negative refusals
     */
    int defineSensor(byte[] name, int offset, int length);

    /**
     * As {@link #defineSensor(byte[], int, int)}, for a sensor that may be evicted. When there is no room for the
     * sensor, other evictable sensors make room if no rule watches them and they have been silent for
     * {@code engine.evictAfter}.
     *
     * @param quota of the topic filter that received the sensor
     */
    int defineSensor(byte[] name, int offset, int length, SensorQuota quota);

    /** Whether a sensor may be evicted; if so, its readings must be reported to {@link #heard}. Any thread. */
    boolean mayBeEvicted(int sensorId);

    /** Reports a reading of a sensor that {@linkplain #mayBeEvicted may be evicted}. Any thread. */
    void heard(int sensorId, long receiveTimeNs);

    /**
     * A number that rises with every eviction. When this number has changed, an id from an earlier lookup must be
     * checked by {@link #isEvicted}. Any thread.
     */
    int evictionCount();

    /** Whether a sensor was evicted and its id must not be used any more. Any thread. */
    boolean isEvicted(int sensorId);

    /**
     * Whether some rule looks up the sensor of this name, such as a table's cell, and accepts a text there. Allocates.
     */
    boolean readsTexts(byte[] name, int offset, int length);

    /**
     * Whether a text of the sensor of this name stays a text even when it
     * {@linkplain io.tocsin.engine.reading.Numeral reads as a number}, because some rule of the sensor compares with
     * such a text. For all other sensors such a text becomes a number. May allocate.
     */
    boolean keepsNumerals(byte[] name, int offset, int length);

    /** As {@link #keepsNumerals(byte[], int, int)}, for a defined sensor; allocates on the first call for a sensor. */
    boolean keepsNumerals(int sensorId);

    /** The rules that receive a sensor and ignore its texts, as shown to users: {@code alarm high}. Allocates. */
    List<String> numberReaders(int sensorId);

    /** The name of a sensor, for display; allocates. */
    String sensorName(int sensorId);

    /**
     * Looks up a text reported by a sensor, and defines it when it is new, as {@link #defineSensor} does: for
     * {@link io.tocsin.engine.reading.TextValue#of}. Every valid text has an id: a text without a place in the
     * dictionary is {@link io.tocsin.engine.reading.TextValue#OTHER_ID OTHER}.
     *
     * @param text holds the text, UTF-8
     * @param offset of the text, bytes
     * @param length of the text, bytes
     * @return the text's id, or {@link #BAD_TEXT} or {@link #NO_ROOM_FOR_DEFINITION}
     */
    int textId(byte[] text, int offset, int length);

    /**
     * As {@link #textId}, for a table's cell, for which {@link io.tocsin.engine.reading.TextPlaces} reserves more
     * places.
     */
    int cellTextId(byte[] text, int offset, int length);

    /** The text with an id, for display; allocates. */
    String text(int textId);

    /**
     * The names of the sensors that this source has defined, in this process or an earlier one, in the order of their
     * ids. Visits all sensors. Only before the pipeline starts.
     */
    List<String> ownSensors();

    /**
     * Claims {@code count} consecutive slots.
     *
     * @param count 1 to {@link #maxClaim()}
     * @return sequence of the last claimed slot, or {@link #NO_ROOM}, or {@link #CLOSED}
     */
    long tryClaim(int count);

    /**
     * As {@link #tryClaim}, but waits for room: for sources that can wait.
     *
     * @return sequence of the last slot, or {@link #CLOSED}
     */
    long claim(int count);

    /** The most slots of one claim. */
    int maxClaim();

    /** The slot of a claimed sequence. */
    InputSlot slot(long sequence);

    /**
     * Publishes the claimed slots {@code lowSequence..highSequence}; every claimed slot must be filled and published.
     */
    void publish(long lowSequence, long highSequence);

    /** The journal position that the slot of this sequence gets. */
    long positionOf(long sequence);

    /** The journal position below which every record is as durable as {@code journal.sync} promises. Any thread. */
    long durablePosition();

    /**
     * Adds an action that runs each time the durable position has moved; as
     * {@link io.tocsin.engine.journal.Journal#onDurable}.
     */
    void onDurable(Runnable action);

    /**
     * Publishes how far a bounded source has been read; waits for room.
     *
     * @param end whether the source ends at this progress
     * @return whether the progress was published; false when the gateway is stopping
     */
    boolean publishProgress(SourceProgress progress, boolean end);

    /**
     * Publishes that this source has lost its connection, or has it again: after the last reading of the lost one,
     * before the first reading of the new one. Waits for room.
     *
     * @param isUp whether the source has a connection
     * @param reason for people; empty without one
     * @return whether the record was published; false when the gateway is stopping
     */
    boolean publishState(boolean isUp, String reason);

    /** This source's index, for {@link SourceProgress}. */
    int sourceIndex();

    /**
     * The current elapsed time for receive times and waits, epoch nanoseconds in whole microseconds: no reception is
     * more exact, and the journal would store noise. It never steps; the journal stamps records with the wall clock.
     * Any thread.
     */
    long clockNs();

    /**
     * The latest event time that counts as not in the future for a reading received at a time, epoch ns.
     * {@link Long#MAX_VALUE} while the wall clock is not set, because it cannot judge other clocks.
     *
     * @param receiveTimeNs as returned by {@link #clockNs}
     * @param futureLimitNs how far beyond the wall clock an event time may lie, not negative
     */
    default long latestEventNs(long receiveTimeNs, long futureLimitNs) {
        long latestNs = receiveTimeNs + futureLimitNs;
        return latestNs < receiveTimeNs ? Long.MAX_VALUE : latestNs;
    }
}
