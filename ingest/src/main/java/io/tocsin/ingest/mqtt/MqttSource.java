package io.tocsin.ingest.mqtt;

import io.tocsin.engine.broker.BrokerAddress;
import io.tocsin.engine.broker.BrokerTls;
import io.tocsin.engine.broker.SessionContest;
import io.tocsin.engine.log.FaultText;
import io.tocsin.engine.log.LineLog;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.ingest.Backoff;
import io.tocsin.ingest.ConnectionLog;
import io.tocsin.ingest.DistinctLog;
import io.tocsin.ingest.Source;
import io.tocsin.ingest.SourceContext;
import io.tocsin.ingest.SourceException;
import io.tocsin.ingest.mqtt.link.BrokerSocketFactory;
import io.tocsin.ingest.mqtt.link.LinkException;
import io.tocsin.ingest.mqtt.link.LinkLimits;
import io.tocsin.ingest.mqtt.link.MqttConnectionConfig.Protocol;
import io.tocsin.ingest.mqtt.link.MqttLink;
import io.tocsin.ingest.mqtt.link.PahoV3Link;
import io.tocsin.ingest.mqtt.link.PahoV5Link;
import io.tocsin.ingest.mqtt.link.ProtocolChoice;
import io.tocsin.ingest.tally.InputTally;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Readings from an MQTT broker, MQTT 5 or 3.1.1, QoS 0 or 1, over a persistent session.
 *
 * <p>QoS 1 messages are acknowledged in order of arrival, each when its last reading is durable. At most
 * {@link MqttSourceConfig#unacknowledged} readings are taken and not acknowledged: then the socket is not read
 * ({@link DeliveryWindow}). When the ring is full all the same, or more would come again after a crash than are
 * remembered, the connection is closed with what was taken acknowledged and the rest not, and the broker sends the rest
 * again. QoS 0 messages are shed when the ring is full, and counted.
 *
 * <p>The supervisor makes a fresh client for every attempt, for ever, with pauses that grow to 30 s. No failure of the
 * broker or the network ends the source; each change is said in one line.
 */
public final class MqttSource implements Source {
    private static final long DRAIN_TIMEOUT_NS = 2_000_000_000L;
    private static final long STOP_TIMEOUT_MS = 6_000;
    private static final long BACK_PRESSURE_PAUSE_MS = 250;
    private static final long DISCONNECT_WAIT_MS = 500;
    /** All messages that the broker has in flight come before its answer. */
    private static final long PATIENT_DISCONNECT_WAIT_MS = 10_000;

    /** A connection that lived this long was a good one: the next pause is short again. */
    private static final long GOOD_LIFE_NS = 5_000_000_000L;

    /** Between two requests for a subscription that the broker refuses. */
    private static final long ASK_AGAIN_MS = 60_000;

    /** How long after a request failed the loss of the connection may be told. */
    private static final long LOSS_WAIT_MS = 200;

    private static final long NEVER = Long.MIN_VALUE;

    private static final int KEEP_ALIVE_S = 30;
    /** More messages at once make no broker faster, and a broker that is killed sends them all again. */
    private static final int MAX_RECEIVE_MAXIMUM = 1_000;

    private final MqttSourceConfig config;
    private final SourceContext context;
    private final BrokerAddress address;
    private final Subscriptions subscriptions;
    private final SessionContest contest;
    private final DistinctLog contestLog;
    private final long askAgainMs;
    private final MessageHandler handler;
    private final LinkLimits limits;
    private final ConnectionLog connectionLog;
    private final ReentrantLock handling = new ReentrantLock();
    private final BrokerState state;
    private final HostSession host;
    private final Backoff backoff = new Backoff();
    private final ProtocolChoice protocols;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final Thread supervisor;
    private final Acknowledger acknowledger;
    private volatile boolean stopping;

    /**
     * Checks the configuration; connects at {@link #start()}.
     *
     * @throws SourceException when an address, filter or template cannot work
     */
    public MqttSource(MqttSourceConfig config, SourceContext context) {
        this(config, context, KEEP_ALIVE_S, ASK_AGAIN_MS);
    }

    /** For tests, whose patience is shorter. */
    MqttSource(MqttSourceConfig config, SourceContext context, int keepAliveS, long askAgainMs) {
        this.askAgainMs = askAgainMs;
        this.config = config;
        this.context = context;
        try {
            address = BrokerAddress.of(config.connection().url());
            handler = new MessageHandler(config, context);
            limits = new LinkLimits(
                    Math.max(1, Math.min(config.unacknowledged() / handler.maxReadingCount(), MAX_RECEIVE_MAXIMUM)),
                    config.maxMessageBytes(),
                    context.maxSensors(),
                    keepAliveS);
            newWindow();
        } catch (IllegalArgumentException e) {
            throw new SourceException("source " + config.name() + ": " + e.getMessage(), e);
        }
        List<String> filters = new ArrayList<>(
                config.topics().stream().map(TopicConfig::filter).toList());
        if (config.sparkplug() != null) {
            filters.addAll(config.sparkplug().filters());
        }
        subscriptions = new Subscriptions(config.name(), filters, config.qos(), context.counters(), context.log());
        state = new BrokerState(context.intake(), handling);
        host = new HostSession(config.sparkplug(), handler, handling, context.intake()::clockNs);
        contest = new SessionContest(config.connection().clientId());
        contestLog = new DistinctLog(context.log(), System::nanoTime);
        connectionLog = new ConnectionLog(config.name(), context.log());
        protocols = new ProtocolChoice(config.connection().protocol());
        supervisor = new Thread(this::supervise, "tocsin-mqtt-" + config.name());
        acknowledger = new Acknowledger(config.name(), context.intake()::durablePosition);
        context.intake().onDurable(acknowledger::onDurable);
        supervisor.setDaemon(true);
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public boolean isBounded() {
        return false;
    }

    @Override
    public void start() {
        try {
            tls();
        } catch (IOException | GeneralSecurityException e) {
            throw new SourceException(
                    "source " + config.name() + ": cannot use the certificates of caFile "
                            + config.connection().caFile() + ": " + FaultText.of(e),
                    e);
        }
        subscriptions.tellCovers();
        acknowledger.start();
        supervisor.start();
    }

    @Override
    public void stop() {
        stopping = true;
        stopRequested.countDown();
        Connection connection = acknowledger.connection();
        if (connection != null) {
            connection.end();
        }
        if (supervisor.getState() == Thread.State.NEW) {
            ended.countDown();
            return;
        }
        try {
            supervisor.join(STOP_TIMEOUT_MS);
            acknowledger.join(STOP_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public List<InputTally> tallies() {
        return handler.tallies();
    }

    @Override
    public boolean awaitEnd(long timeoutMs) throws InterruptedException {
        return ended.await(timeoutMs, TimeUnit.MILLISECONDS);
    }

    private void supervise() {
        try {
            while (!stopping) {
                long pauseMs = attempt();
                if (stopRequested.await(pauseMs, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            context.failStop().failed("source " + config.name(), e);
        } finally {
            acknowledger.end();
            ended.countDown();
        }
    }

    /** One connection from its beginning to its end; returns how long to pause before the next. */
    private long attempt() throws InterruptedException {
        Connection connection =
                new Connection(config.name(), context, handler, state, handling, acknowledger, newWindow());
        MqttLink link = null;
        long connectedAtNs = NEVER;
        try {
            link = link(protocols.next(), connection);
            acknowledger.onConnection(connection, link);
            boolean sessionKept = link.connect(host.newWill(), config.cleanSession());
            connectedAtNs = System.nanoTime();
            protocols.onConnected();
            context.counters().increment(Counter.MQTT_CONNECTS);
            host.onConnected();
            subscriptions.subscribe(link);
            connection.onMade();
            host.publishState(link, true);
            if (stopping) {
                connection.end();
            }
            live(connection, link, sessionKept);
            return onOver(connection, link, System.nanoTime() - connectedAtNs);
        } catch (LinkException e) {
            // A connection that the broker ended is no broker that refuses a version, and has a better reason.
            boolean isLost = connectedAtNs != NEVER && connection.awaitOver(LOSS_WAIT_MS);
            return isLost ? onOver(connection, link, System.nanoTime() - connectedAtNs) : onFailure(e);
        } finally {
            acknowledger.onOver();
            connection.end();
            tellOver("the connection could not be used");
            if (link != null) {
                link.close();
            }
        }
    }

    /**
     * Until the connection is over. While another client has our id, a connection is told only when it is not taken
     * away at once.
     */
    private void live(Connection connection, MqttLink link, boolean sessionKept)
            throws LinkException, InterruptedException {
        boolean isOver =
                contest.isContested() && connection.awaitOver(TimeUnit.NANOSECONDS.toMillis(SessionContest.QUICK_NS));
        if (!isOver) {
            if (contest.isContested()) {
                contest.onSettled();
            }
            say(
                    LineLog.Level.INFO,
                    "connected to " + config.connection().url() + ", " + link.protocol()
                            + (sessionKept ? ", session resumed" : ", new session"));
        }
        long askedNs = System.nanoTime();
        long periodMs = host.periodMs(askAgainMs);
        while (!isOver && !connection.awaitOver(periodMs)) {
            host.onTime(link);
            boolean isTimeToAsk = System.nanoTime() - askedNs >= TimeUnit.MILLISECONDS.toNanos(askAgainMs);
            if (isTimeToAsk && subscriptions.hasRefused()) {
                isOver = !askAgain(connection, link);
            }
            askedNs = isTimeToAsk ? System.nanoTime() : askedNs;
        }
    }

    /** Returns false when the connection ended meanwhile. */
    private boolean askAgain(Connection connection, MqttLink link) throws LinkException, InterruptedException {
        try {
            subscriptions.askAgain(link);
            return true;
        } catch (LinkException e) {
            if (connection.awaitOver(0)) {
                return false; // which is told with its own reason
            }
            throw e;
        }
    }

    private DeliveryWindow newWindow() {
        boolean isAcknowledged = config.qos() > 0;
        int remembered = config.rememberedCount();
        return new DeliveryWindow(
                isAcknowledged ? config.unacknowledged() : DeliveryWindow.UNBOUNDED,
                isAcknowledged && remembered > 0 ? remembered : DeliveryWindow.UNBOUNDED,
                handler.maxReadingCount());
    }

    /** Journals the loss of a connection that was made; a gateway that stops has lost nothing. */
    private void tellOver(String reason) {
        if (!stopping) {
            state.onOver(reason);
        }
    }

    private long onOver(Connection connection, MqttLink link, long livedNs) throws InterruptedException {
        String lostBecause = connection.lostBecause();
        tellOver(lostBecause == null ? "the gateway was slower than the broker" : lostBecause);
        if (connection.lostBecause() != null) {
            return onLost(connection, livedNs);
        }
        contest.onOtherEnd();
        resetBackoff(livedNs);
        awaitAcknowledged(connection);
        Connection.End end = connection.endOfRoom();
        host.publishState(link, false); // a goodbye keeps the broker from publishing the will
        link.disconnect(end == null ? DISCONNECT_WAIT_MS : PATIENT_DISCONNECT_WAIT_MS);
        if (end == null) {
            return 0;
        }
        say(
                end == Connection.End.RING_FULL
                        ? "the gateway is slower than the broker: closed the connection to let it catch up"
                        : "the broker has more readings in flight than the " + config.rememberedCount()
                                + " that are remembered: closed the connection, so that none counts twice; set a bound"
                                + " of messages in flight at the broker, or a larger dedupe here");
        return BACK_PRESSURE_PAUSE_MS;
    }

    private long onLost(Connection connection, long livedNs) {
        String contender = null;
        switch (connection.lostBy()) {
            case TAKEN_OVER -> contender = contest.onTakenOver();
            case CLOSED -> contender = contest.onClosed(livedNs);
            case OTHER -> contest.onOtherEnd();
        }
        resetBackoff(livedNs);
        if (contender == null) {
            say("lost the connection to " + config.connection().url() + ": " + connection.lostBecause()
                    + "; trying again");
        } else {
            sayContested(contender);
        }
        return backoff.nextMs();
    }

    private void sayContested(String contender) {
        context.counters().increment(Counter.MQTT_TAKEN_OVER);
        contestLog.report("contest", "source " + config.name() + ": " + contender + "; trying again");
    }

    private void resetBackoff(long livedNs) {
        if (livedNs > GOOD_LIFE_NS && !contest.isContested()) {
            backoff.reset();
        }
    }

    /** Waits for the acknowledgement of messages taken on this connection, so that they do not come twice. */
    private void awaitAcknowledged(Connection connection) throws InterruptedException {
        long deadlineNs = System.nanoTime() + DRAIN_TIMEOUT_NS;
        while (connection.hasPendingAcks() && connection.lostBecause() == null && System.nanoTime() < deadlineNs) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private long onFailure(LinkException e) {
        if (stopping) {
            return 0;
        }
        if (protocols.onFailure(e.kind())) {
            return 0;
        }
        if (e.kind() == LinkException.Kind.TAKEN_OVER) {
            sayContested(contest.onTakenOver());
            return backoff.nextMs();
        }
        if (e.kind() == LinkException.Kind.UNREACHABLE) {
            contest.onOtherEnd();
        }
        String what = e.kind() == LinkException.Kind.UNREACHABLE ? "cannot reach " : "cannot connect to ";
        say(what + config.connection().url() + ": " + e.getMessage() + "; trying again");
        return backoff.nextMs();
    }

    private MqttLink link(Protocol protocol, Connection connection) throws LinkException {
        BrokerTls tls;
        try {
            // Read again for every attempt, so that certificates can be changed without a restart.
            tls = tls();
        } catch (IOException | GeneralSecurityException e) {
            throw new LinkException(LinkException.Kind.UNREACHABLE, "TLS: " + FaultText.of(e), e);
        }
        boolean isVersion5 = protocol == Protocol.V5;
        BrokerSocketFactory sockets = new BrokerSocketFactory(address, tls, connection, limits, isVersion5);
        return isVersion5
                ? new PahoV5Link(config.connection(), sockets, connection, limits)
                : new PahoV3Link(config.connection(), sockets, connection, limits);
    }

    private BrokerTls tls() throws IOException, GeneralSecurityException {
        return address.isTls() ? new BrokerTls(config.connection().caFile()) : null;
    }

    private void say(String line) {
        say(LineLog.Level.WARN, line);
    }

    private void say(LineLog.Level level, String line) {
        connectionLog.say(level, line, System.nanoTime());
    }
}
