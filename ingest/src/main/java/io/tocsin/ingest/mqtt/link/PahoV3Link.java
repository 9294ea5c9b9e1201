package io.tocsin.ingest.mqtt.link;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** MQTT 3.1.1 through Paho, for brokers that do not speak 5. */
public final class PahoV3Link implements MqttLink {
    private static final int DISCONNECT_WAIT_MS = 500;

    private final MqttConnectionConfig config;
    private final LinkLimits limits;
    private final BrokerSocketFactory sockets;
    private final MqttAsyncClient client;

    public PahoV3Link(
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
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setAutomaticReconnect(false);
        options.setSocketFactory(sockets);
        options.setConnectionTimeout(ANSWER_TIMEOUT_MS / 1000);
        options.setKeepAliveInterval(limits.keepAliveS());
        options.setCleanSession(false);
        options.setUserName(config.username());
        if (config.password() != null) {
            options.setPassword(config.password().toCharArray());
        }
        Answer answer = new Answer();
        try {
            client.connect(options, null, answer);
            return sockets.await(answer.token).getSessionPresent();
        } catch (MqttException e) {
            throw LinkFailures.of(e.getReasonCode(), e, sockets.hasAnswered());
        }
    }

    /** A broker of 3.1.1 sends retained messages on every subscription; they are flagged. */
    @Override
    public List<String> subscribe(List<String> filters, int qos, boolean retainedWanted) throws LinkException {
        int[] levels = new int[filters.size()];
        Arrays.fill(levels, qos);
        Answer answer = new SubscribeAnswer();
        try {
            client.subscribe(filters.toArray(String[]::new), levels, null, answer);
            return LinkFailures.refusals(sockets.await(answer.token).getGrantedQos(), false);
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
        return "MQTT 3.1.1";
    }

    /** The broker's answer to one request. */
    private class Answer implements IMqttActionListener {
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
            int[] codes = asyncActionToken.getGrantedQos();
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
        public void connectionLost(Throwable cause) {
            LinkFailures.tellLost(cause, listener);
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {}
    }
}
