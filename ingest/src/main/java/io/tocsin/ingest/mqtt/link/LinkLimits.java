package io.tocsin.ingest.mqtt.link;

/**
 * How much of a broker a link takes.
 *
 * @param receiveMaximum how many messages the broker may have unacknowledged with us, MQTT 5 only
 * @param maxMessageBytes the largest packet that is taken as a message
 * @param maxTopics how many topics are remembered
 * @param keepAliveS seconds between signs of life
 */
public record LinkLimits(int receiveMaximum, int maxMessageBytes, int maxTopics, int keepAliveS) {
    /**
     * Far beyond what is taken, so that a message that is a little too large is still seen and told; far below the
     * heap.
     */
    private static final long ANNOUNCED_FACTOR = 4;

    /** The largest packet that a broker of MQTT 5 is asked to send, bytes; it drops larger ones itself. */
    long announcedPacketBytes() {
        return maxMessageBytes * ANNOUNCED_FACTOR;
    }
}
