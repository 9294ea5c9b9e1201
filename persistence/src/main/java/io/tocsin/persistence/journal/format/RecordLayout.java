package io.tocsin.persistence.journal.format;

/**
 * The bytes of one record inside a batch. Every record begins with a tag; fields that the tag marks as predicted take
 * no bytes.
 *
 * <pre>
 *     7        6   5      4   3        2   1       0
 *  +--------+----------+-------------+-----------+----+
 *  | status |  value   | receive time| event time| id |   a reading's tag
 *  +--------+----------+-------------+-----------+----+
 * </pre>
 *
 * <p>The fields follow in the order id, event time, receive time, value, status. A <i>varint</i> is LEB128: seven bits
 * a byte, low bits first, top bit set on all but the last byte. Signed numbers are zigzagged: 0, -1, 1, -2 … as 0, 1,
 * 2, 3 …
 *
 * <table>
 * <caption>what the fields of a tag mean</caption>
 * <tr><td>id</td><td>0</td><td>the sensor that followed the sensor of the record before the last time (at first: the
 *     next id)</td></tr>
 * <tr><td></td><td>1</td><td>varint: zigzag(id - predicted id)</td></tr>
 * <tr><td>event time</td><td>0</td><td>the sensor's last event time plus its last step</td></tr>
 * <tr><td></td><td>1</td><td>varint: zigzag(step - last step) in the sensor's unit</td></tr>
 * <tr><td></td><td>2</td><td>equal to the receive time</td></tr>
 * <tr><td></td><td>3</td><td>byte: new unit of the sensor; varint as with 1</td></tr>
 * <tr><td>receive time</td><td>0</td><td>equal to the event time</td></tr>
 * <tr><td></td><td>1</td><td>varint: zigzag(time - time of the record before) in the stream's unit</td></tr>
 * <tr><td></td><td>2</td><td>equal to the time of the record before</td></tr>
 * <tr><td></td><td>3</td><td>byte: new unit of the stream; varint as with 1</td></tr>
 * <tr><td>value</td><td>0</td><td>the sensor's last value, to the bit</td></tr>
 * <tr><td></td><td>1</td><td>varint: zigzag(m - last m) where m = rint(value × 10^scale), with the sensor's
 *     scale</td></tr>
 * <tr><td></td><td>2</td><td>byte: trailing zero bytes | (length - 1) &lt;&lt; 4; then length bytes of (bits XOR last
 *     bits) without its leading and trailing zero bytes</td></tr>
 * <tr><td></td><td>3</td><td>byte: new scale of the sensor; varint as with 1</td></tr>
 * <tr><td>status</td><td>0</td><td>the sensor's last quality and flags</td></tr>
 * <tr><td></td><td>1</td><td>byte: quality; byte: flags</td></tr>
 * </table>
 *
 * <p>Units are 0 s, 1 ms, 2 µs, 3 ns; a new sensor and a new stream begin with ms. A sensor that is new in the segment
 * has: the event time of the record before, step 0 (and again after its first reading), value 0.0, scale 0, quality 0,
 * no flags. A segment begins with: sensor -1, event time 0, time 0.
 *
 * <p>The combination "event time equal to receive time" and "receive time equal to event time" would be circular, so it
 * marks the other kinds of record:
 *
 * <pre>
 *     7    6   5   4   3   2   1   0
 *  +-----+-------+-------+-------+-----+
 *  | u1  | 0   0 | 0   0 | 1   0 | u0  |   tick: varint zigzag(clock - time of the record before) in unit u1 u0
 *  +-----+-------+-------+-------+-----+
 *  |  0  | 0   1 | 0   0 | 1   0 |  0  |   control: varint kind, varint length, body
 *  +-----+-------+-------+-------+-----+
 * </pre>
 */
public final class RecordLayout {
    static final int ID_EXPLICIT = 1;

    static final int EVENT_MASK = 3 << 1;
    static final int EVENT_SAME_STEP = 0;
    static final int EVENT_STEP_CHANGE = 1 << 1;
    static final int EVENT_EQUALS_RECEIVE = 2 << 1;
    static final int EVENT_NEW_UNIT = 3 << 1;

    static final int RECEIVE_MASK = 3 << 3;
    static final int RECEIVE_EQUALS_EVENT = 0;
    static final int RECEIVE_DELTA = 1 << 3;
    static final int RECEIVE_SAME = 2 << 3;
    static final int RECEIVE_NEW_UNIT = 3 << 3;

    static final int VALUE_MASK = 3 << 5;
    static final int VALUE_SAME = 0;
    static final int VALUE_DECIMAL = 1 << 5;
    static final int VALUE_XOR = 2 << 5;
    static final int VALUE_NEW_SCALE = 3 << 5;

    static final int STATUS_EXPLICIT = 1 << 7;

    /** With {@link #OTHER_MASK}: the record is no reading. */
    static final int OTHER = EVENT_EQUALS_RECEIVE | RECEIVE_EQUALS_EVENT;

    static final int OTHER_MASK = EVENT_MASK | RECEIVE_MASK;
    static final int OTHER_KIND_MASK = VALUE_MASK;
    static final int TICK = 0;
    static final int CONTROL = 1 << 5;

    /** Positions of the two bits of the unit in a tick's tag. */
    static final int TICK_UNIT_HIGH_SHIFT = 7;

    /** The longest reading: tag, id, two times with units, a value, quality and flags; rounded up. */
    public static final int MAX_READING_LENGTH = 48;

    /** The longest head of a control record: tag, kind and length. */
    public static final int MAX_CONTROL_HEAD_LENGTH = 1 + 2 * Varint.MAX_LENGTH;

    /**
     * Readable bytes that must follow a batch: numbers are read eight bytes at a time, and damage of a record is
     * detected at its end.
     */
    public static final int READ_SLACK = 64;

    private RecordLayout() {}
}
