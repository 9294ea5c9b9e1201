package io.tocsin.alerts.sink;

import io.tocsin.alerts.event.EventFields;
import io.tocsin.alerts.event.ResultFields;
import io.tocsin.alerts.event.RowFields;
import io.tocsin.alerts.log.LogFrame;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes events and rows to an MQTT broker, in order. A fresh client a connection; whoever runs the sink reconnects. Begins
 * with MQTT 5 and tries 3.1.1 when a broker seems not to know it.
 */
public final class MqttSink implements Sink {
    private static final List<MqttConnection.Connector> VERSIONS =
            List.of(Mqtt5Connection::connect, Mqtt311Connection::connect);

    private final SinkConfig.Mqtt config;
    private final TopicTemplate eventTopics;
    private final TopicTemplate rowTopics;
    private final URI url;
    private int version;
    private volatile TrackedSockets sockets;
    private MqttConnection connection;

    MqttSink(SinkConfig.Mqtt config) {
        this.config = config;
        this.eventTopics = TopicTemplate.forEvents(config.topic());
        this.rowTopics = TopicTemplate.forRows(config.rowTopic());
        this.url = URI.create(config.url());
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public String description() {
        String protocol = connection == null ? "MQTT" : connection.protocol();
        return protocol + " " + url.getScheme() + "://" + url.getHost() + ":" + url.getPort();
    }

    @Override
    public void open() throws IOException {
        TrackedSockets fresh =
                TrackedSockets.of("ssl".equals(url.getScheme()) ? Tls.socketFactory(config.caFile()) : null);
        sockets = fresh;
        try {
            connection = VERSIONS.get(version).connect(config, fresh);
        } catch (MqttVersionException e) {
            version = (version + 1) % VERSIONS.size();
            throw e;
        } catch (IOException e) {
            version = 0;
            throw e;
        }
    }

    @Override
    public void deliver(List<LogFrame> frames) throws IOException {
        List<Publication> publications = new ArrayList<>(frames.size());
        for (LogFrame frame : frames) {
            publications.add(publication(frame.json()));
        }
        connection.publish(publications);
    }

    private Publication publication(String json) throws IOException {
        ResultFields fields = ResultFields.parse(json);
        if (fields instanceof RowFields row) {
            // A late sample has its window's topic, and must not take the window's place there.
            return new Publication(rowTopics.topic(row), json, config.retain() && !row.isLate());
        }
        return new Publication(eventTopics.topic((EventFields) fields), json, config.retain());
    }

    @Override
    public void check() throws IOException {
        if (!connection.isConnected()) {
            throw new IOException("the broker closed the connection");
        }
    }

    /** The broker's acknowledgement is all the durability there is. */
    @Override
    public void sync() {}

    @Override
    public void abort() {
        TrackedSockets current = sockets;
        if (current != null) {
            current.closeAll();
        }
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
