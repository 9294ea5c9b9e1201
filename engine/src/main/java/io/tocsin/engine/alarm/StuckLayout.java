package io.tocsin.engine.alarm;

/**
 * State of a stuck alarm for one sensor: one cache line.
 *
 * <pre>
 *   0        8        16       24       32       40   44   48       56   60   64
 *  +--------+--------+--------+--------+--------+----+----+--------+----+----+
 *  | last   | last   | value  | refer- | start  |samp|stat| raised |occ |sens|
 *  | time   | sample |        | ence   |        |les |us  | time   |    |or  |
 *  +--------+--------+--------+--------+--------+----+----+--------+----+----+
 * </pre>
 *
 * Last time is that of any reading, last sample and value are the last sample's. Reference and start are of the run's
 * first sample; samples are those of the run, counted up to as many as the rule asks for, 0 when there is no run.
 * Status has two bits: the alarm is {@link #ACTIVE}, the value has {@link #GONE}; above them are the numbers of
 * {@link Episode}.
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
    /** Of the numbers, above the status. */
    static final int NUMBERS_SHIFT = 2;

    private StuckLayout() {}
}
