package io.tocsin.engine.scope;

/**
 * The state record that the engine keeps for every sensor, one cache line each.
 *
 * <pre>
 *   0        8        16       24   28   32   36   40        48         56       60   64
 *  +--------+--------+--------+----+----+----+----+---------+----------+--------+----+
 *  | max    | receive| last   |disp|disp|dedu|dedu| source  | idle due | clock  |run |
 *  | event  | of max | receive|atch|len |pe  |len | 4 ended4|          |        |    |
 *  +--------+--------+--------+----+----+----+----+---------+----------+--------+----+
 * </pre>
 *
 * <p>Times are epoch nanoseconds; receive times are elapsed time. Fields before {@link #IDLE_DUE_OFFSET} are a result
 * of the journal. The idle due time is a lazy schedule and depends on when it was last checked. Later fields are a
 * result too, but newer than the digests of the first journals: they are digested only where they have changed an
 * output.
 */
public final class SensorLayout {
    public static final int MAX_EVENT_OFFSET = 0;
    public static final int MAX_EVENT_RECEIVE_OFFSET = 8;
    public static final int LAST_RECEIVE_OFFSET = 16;
    /** Index of the sensor's first entry in the dispatch table; {@link #EVICTED} for an evicted sensor. */
    public static final int DISPATCH_OFFSET = 24;

    public static final int DISPATCH_LENGTH_OFFSET = 28;
    public static final int DEDUPE_OFFSET = 32;
    public static final int DEDUPE_COUNT_OFFSET = 36;
    public static final int SOURCE_OFFSET = 40;
    /** Flag, 1 when the sensor's bounded source has ended: its time stops until the next reading. */
    static final int ENDED_OFFSET = 44;

    public static final int IDLE_DUE_OFFSET = 48;
    /** Bits: {@link #GATEWAY_CLOCK}, {@link #BEHIND}. */
    public static final int CLOCK_OFFSET = 56;
    /** Index of the sensor's run in {@link BehindRuns} plus 1; 0 for a sensor that never had a run. */
    static final int RUN_OFFSET = 60;

    /** Bit: the newest reading had no time of its own, so the sensor runs on the gateway's clock. */
    public static final int GATEWAY_CLOCK = 1;
    /** Bit: all readings since the newest one were older. */
    public static final int BEHIND = 2;

    /** Value of the dispatch index of an evicted sensor. */
    public static final int EVICTED = -1;

    static final int LENGTH = 64;
    /** Bytes that are a result of the journal. */
    static final int RESULT_LENGTH = IDLE_DUE_OFFSET;

    private SensorLayout() {}
}
