package io.tocsin.ingest.mqtt.link;

import java.nio.charset.StandardCharsets;
import java.util.List;
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
public final class PahoV5Link extends PahoLink {
    /** How long the broker keeps the session while we are away, seconds. */
    private static final long SESSION_EXPIRY_S = 7 * 86_400L;

    private final MqttConnectionConfig config;
    private final LinkLimits limits;
    private final MqttAsyncClient client;

    public PahoV5Link(
            MqttConnectionConfig config, BrokerSocketFactory sockets, LinkListener listener, LinkLimits limits)
            throws LinkException {
        super(sockets);
        this.config = config;
        this.limits = limits;
        try {
            client = new MqttAsyncClient(PLACEHOLDER_URL, config.clientId(), new MemoryPersistence());
        } catch (MqttException e) {
            throw failure(e.getReasonCode(), e);
        }
        client.setCallback(new Callback(listener));
    }

    @Override
    public boolean connect(Will will, boolean isClean) throws LinkException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setSocketFactory(sockets());
        options.setConnectionTimeout(ANSWER_TIMEOUT_MS / 1000);
        options.setKeepAliveInterval(limits.keepAliveS());
        options.setCleanStart(isClean);
        options.setSessionExpiryInterval(isClean ? 0 : SESSION_EXPIRY_S);
        options.setReceiveMaximum(limits.receiveMaximum());
        options.setMaximumPacketSize(limits.announcedPacketBytes());
        if (will != null) {
            options.setWill(
                    will.topic(),
                    new MqttMessage(will.payload().getBytes(StandardCharsets.UTF_8), WILL_QOS, true, null));
        }
        options.setUserName(config.username());
        if (config.password() != null) {
            options.setPassword(config.password().getBytes(StandardCharsets.UTF_8));
        }
        Answer<IMqttToken> answer = new Answer<>();
        try {
            client.connect(options, null, new Listener(answer, false));
            return answer.await().getSessionPresent();
        } catch (MqttException e) {
            throw failure(e.getReasonCode(), e);
        }
    }

    @Override
    public List<String> subscribe(List<String> filters, int qos, boolean retainedWanted) throws LinkException {
        MqttSubscription[] subscriptions = new MqttSubscription[filters.size()];
        for (int i = 0; i < subscriptions.length; i++) {
            subscriptions[i] = new MqttSubscription(filters.get(i), qos);
            subscriptions[i].setRetainHandling(retainedWanted ? 0 : 1);
        }
        Answer<IMqttToken> answer = new Answer<>();
        try {
            client.subscribe(subscriptions, null, new Listener(answer, true), new MqttProperties());
            return LinkFailures.refusals(answer.await().getReasonCodes(), true);
        } catch (MqttException e) {
            throw failure(e.getReasonCode(), e);
        }
    }

    @Override
    void sayGoodbye(long timeoutMs) throws MqttException {
        client.unsubscribe(ROUND_TRIP_FILTER).waitForCompletion(timeoutMs);
        client.disconnect(0).waitForCompletion(DISCONNECT_WAIT_MS);
    }

    @Override
    void dropConnection() throws MqttException {
        client.disconnectForcibly(0, 0, false);
    }

    @Override
    void release() throws MqttException {
        client.close(true);
    }

    @Override
    public String protocol() {
        return "MQTT 5";
    }

    private static final class Listener implements MqttActionListener {
        private final Answer<IMqttToken> answer;
        private final boolean isSubscription;

        private Listener(Answer<IMqttToken> answer, boolean isSubscription) {
            this.answer = answer;
            this.isSubscription = isSubscription;
        }

        @Override
        public void onSuccess(IMqttToken token) {
            answer.succeed(token);
        }

        @Override
        public void onFailure(IMqttToken token, Throwable failure) {
            int reasonCode = failure instanceof MqttException known ? known.getReasonCode() : 0;
            int[] codes = isSubscription ? token.getReasonCodes() : null;
            answer.failUnlessAnswered(token, codes, reasonCode, failure);
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
