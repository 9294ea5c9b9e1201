package io.tocsin.ingest.mqtt;

import java.util.Arrays;

/**
 * The messages of one connection that were taken and are not yet acknowledged, in order of arrival, each with the
 * journal position that must become durable first and its number of readings. Messages of QoS 0 wait among the others,
 * for their readings count as theirs do. The reading thread adds, the acknowledger removes; grows to 131,072, twice as
 * many as there are packet ids.
 */
final class PendingAcks {
    /** In the place of a position when there is no message. */
    private static final long NONE = Long.MAX_VALUE;

    private static final int INITIAL_CAPACITY = 1_024;
    private static final int MAX_CAPACITY = 131_072;

    private int[] acknowledgements = new int[INITIAL_CAPACITY];
    private int[] readingCounts = new int[INITIAL_CAPACITY];
    private long[] positions = new long[INITIAL_CAPACITY];
    private int head;
    private int count;
    /** Position that the oldest message waits for. */
    private volatile long oldestPosition = NONE;

    /**
     * Adds a message.
     *
     * @param acknowledgement as {@link io.tocsin.ingest.mqtt.wire.OutboundPackets#acknowledgement} returns it
     * @param readingCount how many readings it had
     * @param position of its last reading; anything below 0 when it waits for nothing but those before it
     * @return whether there was room
     */
    synchronized boolean add(int acknowledgement, int readingCount, long position) {
        if (count == acknowledgements.length) {
            if (count == MAX_CAPACITY) {
                return false;
            }
            grow();
        }
        int tail = (head + count) & (acknowledgements.length - 1);
        acknowledgements[tail] = acknowledgement;
        readingCounts[tail] = readingCount;
        positions[tail] = position;
        count++;
        oldestPosition = positions[head];
        return true;
    }

    /**
     * Copies the oldest messages that may be acknowledged now; they stay until {@link #remove}.
     *
     * @param durablePosition every record below it is durable
     * @param target gets their acknowledgements
     * @return how many there are
     */
    synchronized int peekDurable(long durablePosition, int[] target) {
        int found = 0;
        int index = head;
        while (found < target.length && found < count && positions[index] < durablePosition) {
            target[found++] = acknowledgements[index];
            index = (index + 1) & (acknowledgements.length - 1);
        }
        return found;
    }

    /**
     * Removes the oldest, which have been acknowledged.
     *
     * @return how many readings they had
     */
    synchronized int remove(int acknowledgedCount) {
        int sum = 0;
        for (int i = 0; i < acknowledgedCount; i++) {
            sum += readingCounts[(head + i) & (acknowledgements.length - 1)];
        }
        head = (head + acknowledgedCount) & (acknowledgements.length - 1);
        count -= acknowledgedCount;
        oldestPosition = count == 0 ? NONE : positions[head];
        return sum;
    }

    /** Whether the oldest message may be acknowledged now. Any thread. */
    boolean hasDurable(long durablePosition) {
        return oldestPosition < durablePosition;
    }

    synchronized boolean isEmpty() {
        return count == 0;
    }

    private void grow() {
        int length = acknowledgements.length;
        int[] newAcknowledgements = Arrays.copyOf(acknowledgements, length * 2);
        int[] newReadingCounts = Arrays.copyOf(readingCounts, length * 2);
        long[] newPositions = Arrays.copyOf(positions, length * 2);
        // Entries that had wrapped around move behind the old end.
        System.arraycopy(acknowledgements, 0, newAcknowledgements, length, head);
        System.arraycopy(readingCounts, 0, newReadingCounts, length, head);
        System.arraycopy(positions, 0, newPositions, length, head);
        acknowledgements = newAcknowledgements;
        readingCounts = newReadingCounts;
        positions = newPositions;
    }
}
