package io.tocsin.alerts.sink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** MQTT 3.1.1 by Paho, for brokers that do not know version 5. */
final class Mqtt311Connection implements MqttConnection {
    private final MqttAsyncClient client;
    private final TrackedSockets sockets;
    private final int qos;

    private Mqtt311Connection(MqttAsyncClient client, TrackedSockets sockets, SinkConfig.Mqtt config) {
        this.client = client;
        this.sockets = sockets;
        this.qos = config.qos();
    }

    /** See {@link MqttConnection.Connector}. */
    static Mqtt311Connection connect(SinkConfig.Mqtt config, TrackedSockets sockets) throws IOException {
        try {
            MqttAsyncClient client = new MqttAsyncClient(config.url(), config.clientId(), new MemoryPersistence());
            Mqtt311Connection connection = new Mqtt311Connection(client, sockets, config);
            connection.connect(options(config, sockets));
            return connection;
        } catch (MqttException e) {
            throw failure("cannot connect", e);
        }
    }

    @Override
    public String protocol() {
        return "MQTT 3.1.1";
    }

    @Override
    public void publish(List<Publication> publications) throws IOException {
        for (int from = 0; from < publications.size(); from += MAX_IN_FLIGHT) {
            publishWindow(publications.subList(from, Math.min(from + MAX_IN_FLIGHT, publications.size())));
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

    private void connect(MqttConnectOptions options) throws MqttException {
        try {
            client.connect(options).waitForCompletion(CONNECT_TIMEOUT_MS);
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
            }
        } catch (MqttException e) {
            throw failure("cannot publish", e);
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

    private static MqttConnectOptions options(SinkConfig.Mqtt config, TrackedSockets sockets) {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setAutomaticReconnect(false);
        // The alarm log is the session: what was not acknowledged is published again from there.
        options.setCleanSession(true);
        options.setKeepAliveInterval(KEEP_ALIVE_S);
        options.setConnectionTimeout((int) (CONNECT_TIMEOUT_MS / 1000));
        options.setMaxInflight(MAX_IN_FLIGHT);
        options.setSocketFactory(sockets.factory());
        options.setHttpsHostnameVerificationEnabled(true);
        if (config.username() != null) {
            options.setUserName(config.username());
        }
        if (config.password() != null) {
            options.setPassword(config.password().toCharArray());
        }
        return options;
    }

    private static IOException failure(String what, MqttException e) {
        return new IOException(what + ": " + Failures.describe(e, e.getReasonCode()), e);
    }
}
