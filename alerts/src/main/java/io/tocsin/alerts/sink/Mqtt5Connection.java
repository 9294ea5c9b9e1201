package io.tocsin.alerts.sink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;

/** MQTT 5 by Paho. Its own reconnecting stays off: it has stalled for good (paho.mqtt.java#947, #1028). */
final class Mqtt5Connection implements MqttConnection {
    private final MqttAsyncClient client;
    private final TrackedSockets sockets;
    private final int qos;
    private int window = MAX_IN_FLIGHT;

    private Mqtt5Connection(MqttAsyncClient client, TrackedSockets sockets, SinkConfig.Mqtt config) {
        this.client = client;
        this.sockets = sockets;
        this.qos = config.qos();
    }

    /** See {@link MqttConnection.Connector}. */
    static Mqtt5Connection connect(SinkConfig.Mqtt config, TrackedSockets sockets) throws IOException {
        try {
            MqttAsyncClient client = new MqttAsyncClient(config.url(), config.clientId(), new MemoryPersistence());
            Mqtt5Connection connection = new Mqtt5Connection(client, sockets, config);
            connection.connect(options(config, sockets));
            return connection;
        } catch (MqttException e) {
            throw connectFailure(e);
        }
    }

    @Override
    public String protocol() {
        return "MQTT 5";
    }

    @Override
    public void publish(List<Publication> publications) throws IOException {
        for (int from = 0; from < publications.size(); from += window) {
            publishWindow(publications.subList(from, Math.min(from + window, publications.size())));
        }
    }

    @Override
    public boolean isConnected() {
        return client.isConnected();
    }

    @Override
    public void close() {
        try {
            if (client.isConnected()) {
                client.disconnect().waitForCompletion(DISCONNECT_TIMEOUT_MS);
            }
        } catch (MqttException e) {
            sockets.closeAll();
        }
        discard();
    }

    private void connect(MqttConnectionOptions options) throws MqttException {
        try {
            IMqttToken token = client.connect(options);
            token.waitForCompletion(CONNECT_TIMEOUT_MS);
            MqttProperties granted = token.getResponseProperties();
            if (granted != null && granted.getReceiveMaximum() != null) {
                window = Math.max(1, Math.min(MAX_IN_FLIGHT, granted.getReceiveMaximum()));
            }
        } catch (MqttException e) {
            discard();
            throw e;
        }
    }

    private void publishWindow(List<Publication> publications) throws IOException {
        try {
            List<IMqttToken> tokens = new ArrayList<>(publications.size());
            for (Publication publication : publications) {
                tokens.add(client.publish(
                        publication.topic(),
                        publication.payload().getBytes(StandardCharsets.UTF_8),
                        qos,
                        publication.isRetained()));
            }
            for (IMqttToken token : tokens) {
                token.waitForCompletion(ACK_TIMEOUT_MS);
                requireAccepted(token);
            }
        } catch (MqttException e) {
            throw new IOException("cannot publish: " + Failures.describe(e, e.getReasonCode()), e);
        }
    }

    private static void requireAccepted(IMqttToken token) throws IOException {
        int[] codes = token.getReasonCodes();
        if (codes != null && codes.length > 0 && codes[0] >= MqttReturnCode.RETURN_CODE_UNSPECIFIED_ERROR) {
            throw new IOException("the broker refused a message, reason code=" + codes[0]);
        }
    }

    /** Ends the client's threads, whatever state it is in. */
    private void discard() {
        sockets.closeAll();
        try {
            client.disconnectForcibly(0, 0, false);
            client.close(true);
        } catch (MqttException e) {
            // The socket is closed and the client is never used again: what it makes of that matters to nobody.
            sockets.closeAll();
        }
    }

    private static MqttConnectionOptions options(SinkConfig.Mqtt config, TrackedSockets sockets) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        // The alarm log is the session: what was not acknowledged is published again from there.
        options.setCleanStart(true);
        options.setKeepAliveInterval(KEEP_ALIVE_S);
        options.setConnectionTimeout((int) (CONNECT_TIMEOUT_MS / 1000));
        options.setSocketFactory(sockets.factory());
        options.setHttpsHostnameVerificationEnabled(true);
        if (config.username() != null) {
            options.setUserName(config.username());
        }
        if (config.password() != null) {
            options.setPassword(config.password().getBytes(StandardCharsets.UTF_8));
        }
        return options;
    }

    private static IOException connectFailure(MqttException e) {
        String message = "cannot connect: " + Failures.describe(e, e.getReasonCode());
        return switch (e.getReasonCode()) {
            // A 3.1.1 broker's answer; Paho cannot read all of its forms.
            case MqttClientException.REASON_CODE_INVALID_PROTOCOL_VERSION,
                    MqttException.REASON_CODE_INVALID_RETURN_CODE,
                    MqttException.REASON_CODE_MALFORMED_PACKET,
                    MqttReturnCode.RETURN_CODE_UNSUPPORTED_PROTOCOL_VERSION,
                    MqttClientException.REASON_CODE_CONNECTION_LOST -> new MqttVersionException(message, e);
            default -> new IOException(message, e);
        };
    }
}
