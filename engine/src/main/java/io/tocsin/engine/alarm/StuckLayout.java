package io.tocsin.engine.alarm;

/**
 * State of a stuck alarm for one sensor, in one cache line.
 *
 * <pre>
 *   0        8        16       24       32       40   44   48       56   60   64
 *  +--------+--------+--------+--------+--------+----+----+--------+----+----+
 *  | last   | last   | value  | refer- | start  |samp|stat| raised |occ |sens|
 *  | time   | sample |        | ence   |        |les |us  | time   |    |or  |
 *  +--------+--------+--------+--------+--------+----+----+--------+----+----+
 * </pre>
 *
 * <p>Last time is the time of the last reading of any kind; last sample and value belong to the last sample. Reference
 * and start belong to the first sample of the run. Samples is the length of the run, counted up to the number the rule
 * asks for; 0 when there is no run. Status has two bits, {@link #ACTIVE} for the alarm and {@link #GONE} for the value;
 * above them are the numbers of {@link Episode}.
 */
final class StuckLayout {
    static final int LAST_TIME_OFFSET = 0;
    static final int LAST_SAMPLE_OFFSET = 8;
    static final int VALUE_OFFSET = 16;
    static final int REFERENCE_OFFSET = 24;
    static final int START_OFFSET = 32;
    static final int SAMPLES_OFFSET = 40;
    static final int STATUS_OFFSET = 44;
    static final int RAISED_OFFSET = 48;
    static final int OCCURRENCE_OFFSET = 56;
    static final int SENSOR_OFFSET = 60;
    static final int LENGTH = 64;

    static final int ACTIVE = 1;
    static final int GONE = 2;
    static final int STATUS_MASK = ACTIVE | GONE;
    /** Shift of the episode's numbers, above the status bits. */
    static final int NUMBERS_SHIFT = 2;

    private StuckLayout() {}
}
