package io.tocsin.ingest.sparkplug;

import java.util.Arrays;

/**
 * A Sparkplug B payload: its time, its sequence number and where its metrics stand. Checks all of it before anything is
 * taken. Reused; allocates for the largest message so far.
 *
 * <pre>
 *   Payload  1 timestamp  2 metrics…  3 seq  4 uuid  5 body
 * </pre>
 */
final class SparkplugPayload {
    /** No sequence number. */
    static final int NO_SEQ = -1;

    private static final int TIMESTAMP = 1;
    private static final int METRICS = 2;
    private static final int SEQ = 3;

    private final ProtoCursor cursor = new ProtoCursor();
    private final MetricFields checked = new MetricFields();
    private byte[] bytes;
    private boolean hasTimestamp;
    private long timestampMs;
    private int seq;
    private int metricCount;
    private int[] from = new int[16];
    private int[] to = new int[16];

    /** Reads a payload; false when it is none. */
    boolean read(byte[] source, int offset, int length) {
        bytes = source;
        hasTimestamp = false;
        seq = NO_SEQ;
        metricCount = 0;
        cursor.wrap(source, offset, offset + length);
        for (int field = cursor.nextField(); field != 0; field = cursor.nextField()) {
            int wireType = cursor.wireType();
            if (field == TIMESTAMP && wireType == ProtoCursor.VARINT) {
                timestampMs = cursor.varint();
                hasTimestamp = true;
            } else if (field == SEQ && wireType == ProtoCursor.VARINT) {
                seq = (int) (cursor.varint() & 0xFF);
            } else if (field == METRICS && wireType == ProtoCursor.LENGTH) {
                addMetric();
            } else {
                cursor.skip();
            }
        }
        return !cursor.isFaulty();
    }

    private void addMetric() {
        int end = cursor.lengthTo();
        if (cursor.isFaulty()) {
            return;
        }
        if (metricCount == from.length) {
            from = Arrays.copyOf(from, metricCount * 2);
            to = Arrays.copyOf(to, metricCount * 2);
        }
        from[metricCount] = cursor.lengthFrom();
        to[metricCount] = end;
        if (!checked.read(bytes, from[metricCount], end)) {
            cursor.fail();
        }
        metricCount++;
    }

    int metricCount() {
        return metricCount;
    }

    /** Reads a metric, which was checked. */
    void metric(int index, MetricFields fields) {
        fields.read(bytes, from[index], to[index]);
    }

    /** Whether the payload has a time. */
    boolean hasTimestamp() {
        return hasTimestamp;
    }

    /** Time of the payload, epoch milliseconds, unsigned. */
    long timestampMs() {
        return timestampMs;
    }

    /** Sequence number 0 to 255, or {@link #NO_SEQ}. */
    int seq() {
        return seq;
    }
}
