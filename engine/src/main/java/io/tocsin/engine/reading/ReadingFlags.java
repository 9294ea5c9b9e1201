package io.tocsin.engine.reading;

/**
 * Facts about a reading, besides its value, that the edge determines: bits of one byte, journalled with the reading.
 */
public final class ReadingFlags {
    /** No flag. */
    public static final int NONE = 0;
    /** The event time was beyond the future limit and is replaced by the receive time. */
    public static final int FUTURE = 1;
    /** A retained MQTT message: the sensor's initial state, not something that has just happened. */
    public static final int RETAINED = 1 << 1;
    /** The payload had no event time; the receive time takes its place. */
    public static final int NO_EVENT_TIME = 1 << 2;
    /** Flags of readings whose event time is the receive time, so that the sensor runs on the gateway's clock. */
    public static final int GATEWAY_TIME = FUTURE | NO_EVENT_TIME;

    /**
     * The source may deliver the reading again with the same event time; it is dropped when the source's memory
     * contains it. Operators do not see this bit.
     */
    public static final int REDELIVERABLE = 1 << 4;

    private ReadingFlags() {}
}
