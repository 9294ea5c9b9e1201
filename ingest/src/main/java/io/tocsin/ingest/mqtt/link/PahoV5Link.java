package io.tocsin.ingest.mqtt.link;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** MQTT 5 through Paho. */
public final class PahoV5Link implements MqttLink {
    /** How long the broker keeps the session while we are away, seconds. */
    private static final long SESSION_EXPIRY_S = 7 * 86_400L;

    private static final int DISCONNECT_WAIT_MS = 500;

    private final MqttConnectionConfig config;
    private final LinkLimits limits;
    private final BrokerSocketFactory sockets;
    private final MqttAsyncClient client;

    public PahoV5Link(
            MqttConnectionConfig config, BrokerSocketFactory sockets, LinkListener listener, LinkLimits limits)
            throws LinkException {
        this.config = config;
        this.limits = limits;
        this.sockets = sockets;
        try {
            client = new MqttAsyncClient(PLACEHOLDER_URL, config.clientId(), new MemoryPersistence());
        } catch (MqttException e) {
            throw LinkFailures.of(e.getReasonCode(), e, sockets.hasAnswered());
        }
        client.setCallback(new Callback(listener));
    }

    @Override
    public boolean connect() throws LinkException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setSocketFactory(sockets);
        options.setConnectionTimeout(ANSWER_TIMEOUT_MS / 1000);
        options.setKeepAliveInterval(limits.keepAliveS());
        options.setCleanStart(false);
        options.setSessionExpiryInterval(SESSION_EXPIRY_S);
        options.setReceiveMaximum(limits.receiveMaximum());
        options.setMaximumPacketSize(limits.announcedPacketBytes());
        options.setUserName(config.username());
        if (config.password() != null) {
            options.setPassword(config.password().getBytes(StandardCharsets.UTF_8));
        }
        Answer answer = new Answer();
        try {
            client.connect(options, null, answer);
            return sockets.await(answer.token).getSessionPresent();
        } catch (MqttException e) {
            throw LinkFailures.of(e.getReasonCode(), e, sockets.hasAnswered());
        }
    }

    @Override
    public List<String> subscribe(List<String> filters, int qos, boolean retainedWanted) throws LinkException {
        MqttSubscription[] subscriptions = new MqttSubscription[filters.size()];
        for (int i = 0; i < subscriptions.length; i++) {
            subscriptions[i] = new MqttSubscription(filters.get(i), qos);
            subscriptions[i].setRetainHandling(retainedWanted ? 0 : 1);
        }
        Answer answer = new SubscribeAnswer();
        try {
            client.subscribe(subscriptions, null, answer, new MqttProperties());
            return LinkFailures.refusals(sockets.await(answer.token).getReasonCodes(), true);
        } catch (MqttException e) {
            throw LinkFailures.of(e.getReasonCode(), e, sockets.hasAnswered());
        }
    }

    @Override
    public void acknowledge(int[] acknowledgements, int count) {
        sockets.acknowledge(acknowledgements, count);
    }

    @Override
    public boolean askToConfirm(long mark) {
        return sockets.askToConfirm(mark);
    }

    @Override
    public void disconnect(long timeoutMs) {
        try {
            client.unsubscribe(ROUND_TRIP_FILTER).waitForCompletion(timeoutMs);
            client.disconnect(0).waitForCompletion(DISCONNECT_WAIT_MS);
        } catch (MqttException | RuntimeException e) {
            // It is gone already, or will be when the socket is closed.
        }
    }

    @Override
    public void close() {
        sockets.closeAll();
        try {
            client.disconnectForcibly(0, 0, false);
        } catch (MqttException | RuntimeException e) {
            // Not connected: then its threads end with the socket.
        } finally {
            release();
        }
    }

    private void release() {
        try {
            client.close(true);
        } catch (MqttException | RuntimeException e) {
            // Still on its way down; it holds nothing but memory.
        }
    }

    @Override
    public String protocol() {
        return "MQTT 5";
    }

    /** The broker's answer to one request. */
    private class Answer implements MqttActionListener {
        final CompletableFuture<IMqttToken> token = new CompletableFuture<>();

        @Override
        public void onSuccess(IMqttToken asyncActionToken) {
            token.complete(asyncActionToken);
        }

        @Override
        public void onFailure(IMqttToken asyncActionToken, Throwable failure) {
            int reasonCode = failure instanceof MqttException known ? known.getReasonCode() : 0;
            token.completeExceptionally(LinkFailures.of(reasonCode, failure, sockets.hasAnswered()));
        }
    }

    /** The broker's answer to a subscription: with a refusal in it, it is an answer all the same, and Paho's failure. */
    private final class SubscribeAnswer extends Answer {
        @Override
        public void onFailure(IMqttToken asyncActionToken, Throwable failure) {
            int[] codes = asyncActionToken.getReasonCodes();
            if (codes != null && codes.length > 0) {
                token.complete(asyncActionToken);
            } else {
                super.onFailure(asyncActionToken, failure);
            }
        }
    }

    private static final class Callback implements MqttCallback {
        private final LinkListener listener;

        private Callback(LinkListener listener) {
            this.listener = listener;
        }

        /** Never: messages are taken from the socket. */
        @Override
        public void messageArrived(String topic, MqttMessage message) {}

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            MqttException cause = response.getException();
            if (cause == null) {
                listener.onLost(
                        LinkListener.Loss.OTHER, "the broker ended it with reason code " + response.getReturnCode());
            } else {
                LinkFailures.tellLost(cause, listener);
            }
        }

        /** Errors that do not end the connection: nothing to do. */
        @Override
        public void mqttErrorOccurred(MqttException e) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
