package io.tocsin.ingest.modbus;

import io.tocsin.engine.log.LineLog;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.ingest.Backoff;
import io.tocsin.ingest.ConnectionLog;
import io.tocsin.ingest.ReadingBatch;
import io.tocsin.ingest.SensorRefusal;
import io.tocsin.ingest.Source;
import io.tocsin.ingest.SourceContext;
import io.tocsin.ingest.SourceThread;
import io.tocsin.ingest.modbus.ModbusFault.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Readings polled from a Modbus TCP device. Groups are polled one after the other, each at its interval; a group whose
 * poll is late skips the times that have passed. Event time and receive time are the time of the answer.
 *
 * <p>A request without an answer, or with an exception for an answer, makes its sensors BAD; so does each request of a
 * poll without a connection. Reconnecting never ends, with pauses that grow to 30 s; a new connection polls the groups
 * with BAD sensors at once. {@link PolledSensor} decides which values are readings.
 *
 * <p>One thread waits for everything; a second one, of {@link ModbusLink}, does the input and output.
 */
public final class ModbusSource implements Source {
    /** Detects a connection whose other end is gone without closing it. */
    private static final int TIMEOUTS_UNTIL_RECONNECT = 3;

    /** One slow poll says nothing. */
    private static final int SLOW_POLLS_TOLD = 10;

    private static final int SENSORS_PER_LINE = 3;

    private final ModbusSourceConfig config;
    private final SourceContext context;
    private final Intake intake;
    private final SourceThread thread;
    private final ReadingBatch batch;
    private final ConnectionLog log;
    private final Backoff backoff = new Backoff();
    private final List<PollGroup> groups;
    private boolean wasConnected;
    private long nextAttemptNs;
    /** Requests without an answer since the last answer. */
    private int timeouts;

    /** A connection was dropped for its silence, and nothing has answered since: further ones are not told. */
    private boolean isKnownSilent;

    private boolean refusalTold;

    public ModbusSource(ModbusSourceConfig config, SourceContext context) {
        this.config = config;
        this.context = context;
        this.intake = context.intake();
        this.thread = new SourceThread(config.name(), context.failStop());
        this.batch = new ReadingBatch(intake, context.counters());
        this.log = new ConnectionLog(config.name(), context.log());
        this.groups = config.groups().stream()
                .map(group -> new PollGroup(group, config.requests(group)))
                .toList();
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
        thread.start(this::run);
    }

    @Override
    public void stop() {
        thread.stop();
    }

    @Override
    public boolean awaitEnd(long timeoutMs) throws InterruptedException {
        return thread.awaitEnd(timeoutMs);
    }

    private void run() {
        long startNs = intake.clockNs();
        nextAttemptNs = startNs;
        groups.forEach(group -> group.startAt(startNs));
        try (ModbusLink link = new ModbusLink(config)) {
            boolean taken = true;
            while (taken && !thread.isStopping()) {
                keepConnected(link);
                for (PollGroup group : groups) {
                    taken = taken && (group.dueNs() > intake.clockNs() || poll(link, group));
                }
                if (taken) {
                    long dueNs = nextDueNs(link);
                    thread.waitUntil(intake::clockNs, dueNs, () -> wasConnected && !link.isConnected());
                }
            }
        }
    }

    /** When a group is due, or an attempt to connect. */
    private long nextDueNs(ModbusLink link) {
        long dueNs = link.isConnected() ? Long.MAX_VALUE : nextAttemptNs;
        for (PollGroup group : groups) {
            dueNs = Math.min(dueNs, group.dueNs());
        }
        return dueNs;
    }

    private void keepConnected(ModbusLink link) {
        if (wasConnected && !link.isConnected()) {
            wasConnected = false;
            if (!isKnownSilent) {
                say(
                        LineLog.Level.WARN,
                        "lost the connection to " + config.address() + ": " + link.lostBecause() + "; trying again");
            }
            isKnownSilent = timeouts >= TIMEOUTS_UNTIL_RECONNECT;
            nextAttemptNs = afterPause();
        }
        if (!wasConnected && intake.clockNs() >= nextAttemptNs) {
            connect(link);
        }
    }

    private void connect(ModbusLink link) {
        try {
            CompletableFuture<Void> connected = link.connect();
            await(connected, intake.clockNs() + config.timeoutNs());
            if (thread.isStopping()) {
                return;
            }
            if (!connected.isDone()) {
                link.drop("it took too long to make");
                throw new ModbusFault(Kind.NO_CONNECTION, "no answer");
            }
        } catch (ModbusFault fault) {
            say(LineLog.Level.WARN, "cannot reach " + config.address() + ": " + fault.getMessage() + "; trying again");
            nextAttemptNs = afterPause();
            isKnownSilent = false;
            return;
        }
        wasConnected = true;
        timeouts = 0;
        if (!isKnownSilent) {
            say(LineLog.Level.INFO, "connected to " + config.address());
        }
        long nowNs = intake.clockNs();
        groups.stream().filter(PollGroup::hasFault).forEach(group -> group.startAt(nowNs));
    }

    private long afterPause() {
        return intake.clockNs() + TimeUnit.MILLISECONDS.toNanos(backoff.nextMs());
    }

    /** Polls a group; returns false when the gateway is stopping. */
    private boolean poll(ModbusLink link, PollGroup group) {
        long startNs = intake.clockNs();
        ModbusFault fault = link.isConnected() ? null : new ModbusFault(Kind.NO_CONNECTION, "there is no connection");
        for (Poll poll : group.polls()) {
            byte[] data = null;
            if (fault != null && fault.isOfUnit()) {
                fault = new ModbusFault(Kind.NOT_ASKED, "not asked after a request that failed");
            } else {
                fault = null;
                try {
                    data = read(link, group.unitId(), poll.request());
                } catch (ModbusFault e) {
                    fault = e;
                }
            }
            if (thread.isStopping()) {
                return false;
            }
            tell(group, poll, fault);
            poll.hasFault(fault != null);
            if (!emit(poll, data) || !batch.flush()) {
                return false;
            }
        }
        long nowNs = intake.clockNs();
        group.onPolled(startNs, nowNs);
        if (!group.hasFault() && group.slowPolls() == SLOW_POLLS_TOLD) {
            tellSlow(group, nowNs - startNs);
        }
        return true;
    }

    /** Returns null when the source is stopping. */
    private byte[] read(ModbusLink link, int unitId, ReadRequest request) throws ModbusFault {
        try {
            byte[] data = await(link.read(unitId, request), Long.MAX_VALUE);
            onAnswer();
            return data;
        } catch (ModbusFault fault) {
            if (fault.kind() == Kind.REFUSED || fault.kind() == Kind.UNIT_AWAY) {
                onAnswer();
            } else if (fault.kind() == Kind.TIMEOUT) {
                onTimeout(link);
            }
            throw fault;
        }
    }

    private void onAnswer() {
        timeouts = 0;
        isKnownSilent = false;
        backoff.reset();
    }

    private void onTimeout(ModbusLink link) {
        timeouts++;
        if (timeouts == TIMEOUTS_UNTIL_RECONNECT) {
            link.drop("no answer to " + timeouts + " requests");
        }
    }

    /** The result, or null when the source is stopping or the time is up. */
    private <T> T await(CompletableFuture<T> result, long untilNs) throws ModbusFault {
        CompletableFuture<T> unused = result.whenComplete((value, failure) -> thread.wake());
        thread.waitUntil(intake::clockNs, untilNs, result::isDone);
        try {
            return result.getNow(null);
        } catch (CompletionException e) {
            if (e.getCause() instanceof ModbusFault fault) {
                throw fault;
            }
            throw e;
        }
    }

    /**
     * Emits the readings of a request.
     *
     * @param data null: BAD ones
     * @return false when the gateway is stopping
     */
    private boolean emit(Poll poll, byte[] data) {
        long nowNs = intake.clockNs();
        for (PolledSensor sensor : poll.sensors()) {
            double value = data == null
                    ? Double.NaN
                    : sensor.value(data, poll.request().address());
            if (sensor.isReading(value, nowNs) && !emit(sensor, value, nowNs)) {
                return false;
            }
        }
        return true;
    }

    private boolean emit(PolledSensor sensor, double value, long nowNs) {
        int sensorId = sensor.id();
        if (sensorId < 0) {
            byte[] name = sensor.name();
            sensorId = thread.untilRoom(() -> intake.defineSensor(name, 0, name.length));
            SensorRefusal refusal = SensorRefusal.of(sensorId);
            if (refusal != null) {
                drop(sensor, refusal);
                return true;
            }
            if (sensorId < 0) {
                return false;
            }
            sensor.id(sensorId);
        }
        Quality quality = Double.isNaN(value) ? Quality.BAD : Quality.GOOD;
        batch.add(sensorId, nowNs, nowNs, value, quality.code(), ReadingFlags.NO_EVENT_TIME);
        sensor.onReading(value, nowNs);
        return !batch.isFull() || batch.flush();
    }

    private void drop(PolledSensor sensor, SensorRefusal refusal) {
        context.counters().increment(Counter.RECEIVED);
        context.counters().increment(refusal.reason());
        if (!refusalTold) {
            refusalTold = true;
            LineLog.warn(
                    context.log(),
                    "source " + config.name() + ": readings of "
                            + sensor.register().sensor() + " are dropped: " + refusal.detail());
        }
    }

    /** Tells a change: a fault is told once, and its end. */
    private void tell(PollGroup group, Poll poll, ModbusFault fault) {
        String place = "unit " + group.unitId() + ", " + poll.request().range();
        if (fault != null && fault.isOfRequest() && !fault.isSameAs(poll.toldFault())) {
            poll.toldFault(fault);
            String sensors = fault.isOfUnit() ? "the group's sensors are BAD" : "BAD: " + sensorsOf(poll);
            say(LineLog.Level.WARN, place + ": " + fault.getMessage() + "; " + sensors);
        } else if (fault == null && poll.toldFault() != null) {
            poll.toldFault(null);
            say(LineLog.Level.INFO, place + ": answered again");
        }
    }

    private static String sensorsOf(Poll poll) {
        List<PolledSensor> sensors = poll.sensors();
        String named = sensors.stream()
                .limit(SENSORS_PER_LINE)
                .map(sensor -> sensor.register().sensor())
                .collect(Collectors.joining(", "));
        return sensors.size() <= SENSORS_PER_LINE
                ? named
                : named + " and " + (sensors.size() - SENSORS_PER_LINE) + " more";
    }

    private void tellSlow(PollGroup group, long tookNs) {
        say(
                LineLog.Level.WARN,
                "polls of unit " + group.unitId() + " take longer than their interval of "
                        + TimeUnit.NANOSECONDS.toMillis(group.everyNs()) + " ms, the last one "
                        + TimeUnit.NANOSECONDS.toMillis(tookNs)
                        + " ms: polls are skipped; raise every, or give slow units a source of their own");
    }

    private void say(LineLog.Level level, String line) {
        log.say(level, line, System.nanoTime());
    }
}
