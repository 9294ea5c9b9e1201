package io.tocsin.ingest.mqtt.link;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
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
public final class PahoV3Link extends PahoLink {
    private final MqttConnectionConfig config;
    private final LinkLimits limits;
    private final MqttAsyncClient client;

    public PahoV3Link(
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
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setAutomaticReconnect(false);
        options.setSocketFactory(sockets());
        options.setConnectionTimeout(ANSWER_TIMEOUT_MS / 1000);
        options.setKeepAliveInterval(limits.keepAliveS());
        options.setCleanSession(isClean);
        if (will != null) {
            options.setWill(will.topic(), will.payload().getBytes(StandardCharsets.UTF_8), WILL_QOS, true);
        }
        options.setUserName(config.username());
        if (config.password() != null) {
            options.setPassword(config.password().toCharArray());
        }
        Answer<IMqttToken> answer = new Answer<>();
        try {
            client.connect(options, null, new Listener(answer, false));
            return answer.await().getSessionPresent();
        } catch (MqttException e) {
            throw failure(e.getReasonCode(), e);
        }
    }

    /** A broker of 3.1.1 sends retained messages on every subscription; they are flagged. */
    @Override
    public List<String> subscribe(List<String> filters, int qos, boolean retainedWanted) throws LinkException {
        int[] levels = new int[filters.size()];
        Arrays.fill(levels, qos);
        Answer<IMqttToken> answer = new Answer<>();
        try {
            client.subscribe(filters.toArray(String[]::new), levels, null, new Listener(answer, true));
            return LinkFailures.refusals(answer.await().getGrantedQos(), false);
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
        return "MQTT 3.1.1";
    }

    private static final class Listener implements IMqttActionListener {
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
            int[] codes = isSubscription ? token.getGrantedQos() : null;
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
        public void connectionLost(Throwable cause) {
            LinkFailures.tellLost(cause, listener);
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {}
    }
}
