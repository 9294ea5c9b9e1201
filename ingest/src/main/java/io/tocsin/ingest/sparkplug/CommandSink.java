package io.tocsin.ingest.sparkplug;

/** Takes commands for edge nodes. */
@FunctionalInterface
public interface CommandSink {
    /**
     * Publishes a message with QoS 0.
     *
     * @return whether it was sent; not when the connection is gone
     */
    boolean send(String topic, byte[] payload);
}
