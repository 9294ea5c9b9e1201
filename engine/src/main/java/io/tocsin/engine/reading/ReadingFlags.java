package io.tocsin.engine.reading;

/** Facts that the edge knows of a reading beyond its value: bits of one byte, journalled with it. */
public final class ReadingFlags {
    /** Nothing special. */
    public static final int NONE = 0;
    /** The event time lay beyond the future limit; the receive time stands in its place. */
    public static final int FUTURE = 1;
    /** A retained MQTT message: the sensor's initial state, not something that happened now. */
    public static final int RETAINED = 1 << 1;
    /** The payload carried no event time; the receive time stands in its place. */
    public static final int NO_EVENT_TIME = 1 << 2;
    /** Bits of readings whose event time is the receive time: their time is the gateway's. */
    public static final int GATEWAY_TIME = FUTURE | NO_EVENT_TIME;

    /**
     * Its source may deliver it again, with the same event time: it is dropped when the source's memory has it.
     * Operators do not see this bit.
     */
    public static final int REDELIVERABLE = 1 << 4;

    private ReadingFlags() {}
}
