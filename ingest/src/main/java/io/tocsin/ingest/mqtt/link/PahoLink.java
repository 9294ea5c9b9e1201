package io.tocsin.ingest.mqtt.link;

import java.util.concurrent.CompletableFuture;

/**
 * A connection through Paho, whichever version it speaks: Paho's two clients have the same methods and no type in
 * common. Messages and acknowledgements do not pass Paho, they are taken from the socket.
 */
abstract class PahoLink implements MqttLink {
    static final int DISCONNECT_WAIT_MS = 500;
    static final int WILL_QOS = 1;

    private final BrokerSocketFactory sockets;

    PahoLink(BrokerSocketFactory sockets) {
        this.sockets = sockets;
    }

    /** Unsubscribes from what is there for a round trip only, and says goodbye. */
    abstract void sayGoodbye(long timeoutMs) throws Exception;

    /** Ends the connection without a goodbye. */
    abstract void dropConnection() throws Exception;

    /** Ends Paho's threads. */
    abstract void release() throws Exception;

    final BrokerSocketFactory sockets() {
        return sockets;
    }

    /**
     * Translates Paho's exception for the caller of the connection.
     *
     * @param reasonCode Paho's, which is the broker's below 32,000
     */
    final LinkException failure(int reasonCode, Throwable failure) {
        return LinkFailures.of(reasonCode, failure, sockets.hasAnswered());
    }

    @Override
    public final void acknowledge(int[] acknowledgements, int count) {
        sockets.acknowledge(acknowledgements, count);
    }

    @Override
    public final boolean publish(String topic, byte[] payload, int qos, boolean retained) {
        return sockets.publish(topic, payload, qos, retained);
    }

    @Override
    public final boolean askToConfirm(long mark) {
        return sockets.askToConfirm(mark);
    }

    @Override
    public final void disconnect(long timeoutMs) {
        try {
            sayGoodbye(timeoutMs);
        } catch (Exception e) {
            // It is gone already, or will be when the socket is closed.
        }
    }

    @Override
    public final void close() {
        sockets.closeAll();
        try {
            dropConnection();
        } catch (Exception e) {
            // Not connected: then its threads end with the socket.
        }
        try {
            release();
        } catch (Exception e) {
            // Still on its way down; it holds nothing but memory.
        }
    }

    /** The broker's answer to one request, as the token that Paho gives. */
    final class Answer<T> {
        private final CompletableFuture<T> token = new CompletableFuture<>();

        /** Waits for it. */
        T await() throws LinkException {
            return sockets.await(token);
        }

        void succeed(T answered) {
            token.complete(answered);
        }

        void fail(int reasonCode, Throwable cause) {
            token.completeExceptionally(failure(reasonCode, cause));
        }

        /**
         * A subscription with a refusal in it is an answer all the same, and Paho's failure.
         *
         * @param codes the broker's, one a filter; null or empty when it has not answered
         */
        void failUnlessAnswered(T answered, int[] codes, int reasonCode, Throwable cause) {
            if (codes != null && codes.length > 0) {
                succeed(answered);
            } else {
                fail(reasonCode, cause);
            }
        }
    }
}
