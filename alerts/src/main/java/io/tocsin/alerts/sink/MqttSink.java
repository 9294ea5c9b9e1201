package io.tocsin.alerts.sink;

import io.tocsin.alerts.event.EventFields;
import io.tocsin.alerts.event.ResultFields;
import io.tocsin.alerts.event.RowFields;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.alerts.mqtt.BrokerSocket;
import io.tocsin.alerts.mqtt.ConnectionLostException;
import io.tocsin.alerts.mqtt.ContestedSessionException;
import io.tocsin.alerts.mqtt.MqttLogin;
import io.tocsin.alerts.mqtt.MqttPublisher;
import io.tocsin.alerts.mqtt.MqttVersion;
import io.tocsin.alerts.mqtt.MqttVersionException;
import io.tocsin.alerts.mqtt.PublishPacket;
import io.tocsin.engine.broker.BrokerAddress;
import io.tocsin.engine.broker.BrokerTls;
import io.tocsin.engine.broker.SessionContest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Publishes events and rows to an MQTT broker, in order. Each {@link #open()} makes a new connection; the caller
 * reconnects. Starts with MQTT 5 and tries 3.1.1 when a broker seems not to know MQTT 5.
 *
 * <p>At most {@code max(1, n - 1)} messages are unacknowledged, where n is the broker's limit: with MQTT 5 its Receive
 * Maximum, with 3.1.1, which has no such field, {@link SinkConfig.Mqtt#inFlight}.
 */
public final class MqttSink implements Sink {
    /** Upper limit for any broker. */
    static final int MAX_IN_FLIGHT = 64;

    /** How long the broker may take to acknowledge anything. */
    private static final long ACK_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

    private final SinkConfig.Mqtt config;
    private final List<MqttVersion> versions;
    private final long ackTimeoutNs;
    private final TopicTemplate eventTopics;
    private final TopicTemplate rowTopics;
    private final BrokerAddress address;
    private final SessionContest contest;
    private int versionIndex;
    private volatile BrokerSocket brokerSocket;
    private MqttPublisher connection;
    private long connectedNs;

    MqttSink(SinkConfig.Mqtt config) {
        this(config, List.of(MqttVersion.MQTT_5, MqttVersion.MQTT_3_1_1));
    }

    /**
     * @param versions to try, in this order
     */
    MqttSink(SinkConfig.Mqtt config, List<MqttVersion> versions) {
        this(config, versions, ACK_TIMEOUT_NS);
    }

    /** For tests, whose patience is shorter. */
    MqttSink(SinkConfig.Mqtt config, List<MqttVersion> versions, long ackTimeoutNs) {
        this.config = config;
        this.versions = List.copyOf(versions);
        this.ackTimeoutNs = ackTimeoutNs;
        this.eventTopics = TopicTemplate.forEvents(config.topic());
        this.rowTopics = TopicTemplate.forRows(config.rowTopic());
        this.address = BrokerAddress.of(config.url());
        this.contest = new SessionContest(config.clientId());
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public String description() {
        String protocol = connection == null ? "MQTT" : connection.version().label();
        return protocol + " " + address.url();
    }

    @Override
    public String target(LogFrame frame) {
        try {
            return "topic " + topic(FrameFields.of(frame));
        } catch (SuspectException e) {
            return description();
        }
    }

    @Override
    public void open() throws IOException {
        try {
            connection = connect();
            connectedNs = System.nanoTime();
            requireGranted(connection);
        } catch (IOException e) {
            contest.onOtherEnd();
            throw new IOException("cannot connect: " + (e.getMessage() == null ? e.toString() : e.getMessage()), e);
        }
    }

    /** Reads the certificates for every connection, so that they can be changed without a restart */
    private BrokerTls tls() throws IOException {
        try {
            return new BrokerTls(config.caFile());
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "cannot use the certificates of caFile " + config.caFile() + ": " + e.getMessage(), e);
        }
    }

    /** Tries the version of the last connection, then the others. */
    private MqttPublisher connect() throws IOException {
        BrokerTls tls = address.isTls() ? tls() : null;
        MqttLogin login = new MqttLogin(config.clientId(), config.username(), config.password());
        MqttVersionException refusal = null;
        boolean isCertain = true;
        int first = versionIndex;
        versionIndex = 0;
        for (int i = 0; i < versions.size(); i++) {
            int index = (first + i) % versions.size();
            BrokerSocket fresh = new BrokerSocket();
            brokerSocket = fresh;
            try {
                MqttPublisher opened = MqttPublisher.connect(address, tls, login, versions.get(index), fresh);
                versionIndex = isCertain ? index : 0;
                return opened;
            } catch (MqttVersionException e) {
                refusal = e;
                isCertain &= e.isCertain();
            }
        }
        throw refusal;
    }

    @Override
    public void deliver(List<LogFrame> frames, Receipts receipts) throws IOException {
        PublishWindow window = new PublishWindow(connection, limit(), ackTimeoutNs, receipts);
        for (LogFrame frame : frames) {
            add(frame, window);
        }
        try {
            window.deliver();
        } catch (SuspectException e) {
            // while another client contends for the session, that is the cause of the close, not a message
            boolean isContested = contest.isContested()
                    && e.getCause() instanceof ConnectionLostException lost
                    && lost.end() == ConnectionLostException.End.CLOSED;
            String words = isContested ? contest.onClosed(System.nanoTime() - connectedNs) : null;
            throw words == null ? e : new ContestedSessionException(words, e);
        } catch (ConnectionLostException e) {
            throw contended(e);
        }
    }

    @Override
    public void check() throws IOException {
        try {
            connection.check();
        } catch (ConnectionLostException e) {
            throw contended(e);
        }
        if (contest.isContested() && System.nanoTime() - connectedNs > SessionContest.QUICK_NS) {
            contest.onSettled();
        }
    }

    /** Translates the end of a connection that another client with this id has caused. */
    private IOException contended(ConnectionLostException lost) {
        String words = null;
        switch (lost.end()) {
            case TAKEN_OVER -> words = contest.onTakenOver();
            case CLOSED -> words = contest.onClosed(System.nanoTime() - connectedNs);
            case OTHER -> contest.onOtherEnd();
        }
        return words == null ? lost : new ContestedSessionException(words, lost);
    }

    /** The broker's acknowledgement is the only durability */
    @Override
    public void sync() {}

    @Override
    public void abort() {
        BrokerSocket current = brokerSocket;
        if (current != null) {
            current.abort();
        }
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    /** Every message would fail for this reason, so no message is the cause; the configuration must be corrected */
    private void requireGranted(MqttPublisher opened) throws IOException {
        if (opened.granted().maximumQos() < config.qos()) {
            throw new IOException("the broker takes QoS 0 only (Maximum QoS); set qos: 0");
        }
        if (config.retain() && !opened.granted().isRetainAvailable()) {
            throw new IOException("the broker keeps no retained messages (Retain Available); set retain: false");
        }
    }

    private int limit() {
        int borne = connection.version() == MqttVersion.MQTT_5
                ? connection.granted().receiveMaximum()
                : config.inFlight();
        return Math.min(MAX_IN_FLIGHT, Math.max(1, borne - 1));
    }

    private void add(LogFrame frame, PublishWindow window) throws SuspectException {
        ResultFields fields = FrameFields.of(frame);
        String topic = topic(fields);
        if (topic.getBytes(StandardCharsets.UTF_8).length > PublishPacket.MAX_TOPIC_BYTES) {
            window.addRefused(frame, "its topic is longer than " + PublishPacket.MAX_TOPIC_BYTES + " bytes");
            return;
        }
        // a late sample has its window's topic and must not replace the retained window
        boolean isRetained = config.retain() && !(fields instanceof RowFields row && row.isLate());
        window.add(frame, new PublishPacket(topic, frame.json(), config.qos(), isRetained));
    }

    private String topic(ResultFields fields) {
        return fields instanceof RowFields row ? rowTopics.topic(row) : eventTopics.topic((EventFields) fields);
    }
}
