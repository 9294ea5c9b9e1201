package io.tocsin.ingest.mqtt;

import java.util.Arrays;

/**
 * The QoS 1 messages of one connection that were taken and are not yet acknowledged, in order of arrival, each with the
 * journal position that must become durable first. The callback thread adds, the acknowledger removes; grows to 65,536, as
 * many as there are packet ids.
 */
final class PendingAcks {
    private static final int INITIAL_CAPACITY = 1_024;
    private static final int MAX_CAPACITY = 65_536;

    private int[] packetIds = new int[INITIAL_CAPACITY];
    private long[] positions = new long[INITIAL_CAPACITY];
    private int head;
    private int count;

    /**
     * Adds a message.
     *
     * @param position of its last reading; anything below 0 when it waits for nothing but those before it
     * @return whether there was room
     */
    synchronized boolean add(int packetId, long position) {
        if (count == packetIds.length) {
            if (count == MAX_CAPACITY) {
                return false;
            }
            grow();
        }
        int tail = (head + count) & (packetIds.length - 1);
        packetIds[tail] = packetId;
        positions[tail] = position;
        count++;
        return true;
    }

    /**
     * Copies the oldest messages that may be acknowledged now; they stay until {@link #remove}.
     *
     * @param durablePosition every record below it is durable
     * @param target gets their packet ids
     * @return how many there are
     */
    synchronized int peekDurable(long durablePosition, int[] target) {
        int found = 0;
        int index = head;
        while (found < target.length && found < count && positions[index] < durablePosition) {
            target[found++] = packetIds[index];
            index = (index + 1) & (packetIds.length - 1);
        }
        return found;
    }

    /** Removes the oldest, which have been acknowledged. */
    synchronized void remove(int acknowledgedCount) {
        head = (head + acknowledgedCount) & (packetIds.length - 1);
        count -= acknowledgedCount;
    }

    synchronized boolean isEmpty() {
        return count == 0;
    }

    private void grow() {
        int length = packetIds.length;
        int[] newIds = Arrays.copyOf(packetIds, length * 2);
        long[] newPositions = Arrays.copyOf(positions, length * 2);
        // What had wrapped around goes behind the old end.
        System.arraycopy(packetIds, 0, newIds, length, head);
        System.arraycopy(positions, 0, newPositions, length, head);
        packetIds = newIds;
        positions = newPositions;
    }
}
