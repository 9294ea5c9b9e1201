package io.tocsin.ingest.mapping;

/** From the messages of one topic filter to readings. Not thread-safe: one reader a thread. */
public interface PayloadReader {
    /** How many sensors' names the topic alone decides; a reading says which is its. */
    default int fixedNameCount() {
        return 0;
    }

    /**
     * A name that the topic decides, UTF-8; null when the topic has too few levels for it. Allocates.
     *
     * @param index from 0 to {@link #fixedNameCount()} - 1
     */
    default byte[] fixedName(TopicLevels topic, int index) {
        throw new IndexOutOfBoundsException(index);
    }

    /** The most readings that one message can have; {@link Integer#MAX_VALUE} without a bound. */
    default int maxReadings() {
        return Integer.MAX_VALUE;
    }

    /**
     * Reads one message. Never throws. Allocates nothing for messages without a fault.
     *
     * @param payload holds it
     * @param offset of it, bytes
     * @param length of it, bytes
     * @param topic of the message
     * @param readings is overwritten
     */
    void read(byte[] payload, int offset, int length, TopicLevels topic, Readings readings);
}
