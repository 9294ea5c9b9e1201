package io.tocsin.ingest.mqtt;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.ingest.QualityWatch;
import io.tocsin.ingest.RoundingWatch;
import io.tocsin.ingest.SensorRefusal;
import io.tocsin.ingest.SourceContext;
import io.tocsin.ingest.TextWatch;
import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mqtt.wire.RefusedMessage;
import io.tocsin.ingest.sparkplug.CommandSink;
import io.tocsin.ingest.sparkplug.SparkplugHost;
import io.tocsin.ingest.tally.InputTally;
import io.tocsin.ingest.tally.InputTally.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns one message into readings in the ring. Never throws for bad data. A message is taken as a whole or, when the
 * ring has no room for its first readings, not at all and without a count: then the broker sends it again (QoS 1) or it
 * is shed (QoS 0). It waits only within a message of more readings than one claim may have.
 *
 * <p>One thread at a time: the reading thread of the living connection. Allocates nothing for known topics and messages
 * without a loss.
 */
final class MessageHandler {
    /** No reading came of the message, so its acknowledgement waits for no journal position. */
    static final long NO_POSITION = -1;
    /** The ring has no room for the message. */
    static final long NO_ROOM = -2;
    /** The gateway is stopping. */
    static final long CLOSED = -3;

    /** Readings that are counted on in a message whose number of readings has no bound. */
    private static final int USUAL_READINGS = 256;

    private static final byte[] NO_PAYLOAD = new byte[0];

    private final MqttSourceConfig config;
    private final SourceContext context;
    private final Intake intake;
    private final Counters counters;
    private final TopicRoutes routes;
    private final ReadingPublisher publisher;
    private final TextWatch texts;
    private final QualityWatch qualities;
    private final RoundingWatch roundings;
    private final SparkplugHost sparkplug;
    private final Readings dueReadings = new Readings();
    private int[] sensorIds = new int[16];
    private int lastReadingCount;
    /** Evictions that the routes know of. */
    private int knownEvictions;

    MessageHandler(MqttSourceConfig config, SourceContext context) {
        this.config = config;
        this.context = context;
        this.intake = context.intake();
        this.counters = context.counters();
        this.sparkplug =
                config.sparkplug() == null ? null : new SparkplugHost(config.name(), config.sparkplug(), context);
        this.routes = new TopicRoutes(routes(), context.maxSensors());
        this.publisher = new ReadingPublisher(intake, counters, config.futureLimitNs());
        this.texts = new TextWatch(config.name(), context);
        this.qualities = new QualityWatch(config.name(), context);
        this.roundings = new RoundingWatch(config.name(), context);
    }

    /** The routes of Sparkplug first: a topic filter such as {@code #} must not take its messages. */
    private List<TopicRoute> routes() {
        List<TopicRoute> all = new ArrayList<>();
        if (sparkplug != null) {
            config.sparkplug()
                    .filters()
                    .forEach(filter -> all.add(TopicRoute.ofSparkplug(config.name(), filter, sparkplug)));
        }
        config.topics().forEach(topic -> all.add(new TopicRoute(config.name(), topic)));
        return all;
    }

    /** Notes that a connection was made; messages before it may have been missed. */
    void onConnected() {
        if (sparkplug != null) {
            sparkplug.onConnected();
        }
    }

    /**
     * Does what is due without a message; only with a Sparkplug host.
     *
     * @param commands takes requests to edge nodes
     * @return whether the state of the host must be published again
     */
    boolean onTime(CommandSink commands) {
        sparkplug.due(commands, dueReadings);
        if (dueReadings.size() > 0) {
            resolveDue();
        }
        return sparkplug.takeStateLost();
    }

    /** Publishes BAD readings of known sensors; they need no definition, or get none. */
    private void resolveDue() {
        forgetEvicted();
        int count = 0;
        sensorIds = room(sensorIds, dueReadings.size());
        for (int i = 0; i < dueReadings.size(); i++) {
            sensorIds[i] = intake.sensorId(dueReadings.names(), dueReadings.nameFrom(i), dueReadings.nameLength(i));
            count += sensorIds[i] >= 0 ? 1 : 0;
        }
        if (count > 0) {
            InputTally tally = routes.tallies().get(0); // of the first filter of Sparkplug
            publisher.publish(tally, dueReadings, sensorIds, count, NO_PAYLOAD, false, false);
        }
    }

    private static int[] room(int[] ids, int size) {
        return ids.length < size ? Arrays.copyOf(ids, size * 2) : ids;
    }

    /** Tallies of each topic filter. */
    List<InputTally> tallies() {
        return routes.tallies();
    }

    /**
     * Handles one message.
     *
     * @return journal position of its last reading, {@link #NO_POSITION}, {@link #NO_ROOM} or {@link #CLOSED}
     */
    long onMessage(String topic, byte[] payload, int qos, boolean retained) {
        forgetEvicted();
        TopicRoutes.Binding binding = routes.find(topic);
        if (binding == null) {
            // Nobody asked for it: an overlap's wider subscription, or one that the session still has from before.
            return NO_POSITION;
        }
        TopicRoute route = binding.route();
        Readings readings = route.read(payload, binding.levels());
        InputTally tally = route.tally();
        if (readings.reason() != null) {
            drop(tally, readings.reason(), 1, readings.detail(), payload);
            quarantine(route, topic, readings.reason(), readings.detail(), payload);
            return NO_POSITION;
        }
        if (retained && route.skipsRetained()) {
            counters.add(Counter.RECEIVED, readings.size());
            counters.add(Counter.DROPPED_RETAINED, readings.size());
            return NO_POSITION;
        }
        int readingCount = resolve(binding, readings);
        if (readingCount == NO_ROOM) {
            return noRoom(tally, readings, payload, qos);
        }
        long position = NO_POSITION;
        if (readingCount > 0) {
            position =
                    publisher.publish(tally, readings, sensorIds, readingCount, payload, retained, route.isDeduped());
            if (position == NO_ROOM) {
                return noRoom(tally, readings, payload, qos);
            }
            if (position == CLOSED) {
                return CLOSED;
            }
            lastReadingCount = readingCount;
            watch(route, readings);
            if (!binding.isRemembered()) {
                routes.remember(topic, binding);
            }
        }
        if (readingCount < readings.size()) {
            dropLost(topic, route, readings, payload);
        }
        return position;
    }

    /** A topic must not lead to a sensor that was evicted. */
    private void forgetEvicted() {
        int evictions = intake.evictionCount();
        if (evictions != knownEvictions) {
            knownEvictions = evictions;
            routes.forgetEvicted(intake::isEvicted);
        }
    }

    /** Counts and keeps a message that was skipped on the socket. */
    void onRefused(RefusedMessage message) {
        TopicRoute route = routes.routeOf(message.topic());
        if (route == null) {
            counters.increment(Counter.RECEIVED);
            counters.increment(message.reason());
        } else {
            drop(route.tally(), message.reason(), 1, message.detail(), message.head());
        }
        context.quarantine()
                .add(
                        config.name(),
                        message.topic(),
                        message.reason(),
                        message.detail(),
                        message.head(),
                        message.length());
    }

    /** Most readings of one message, or as many as are counted on where that has no bound. */
    int maxReadingCount() {
        int max = routes.maxReadings();
        return max == Integer.MAX_VALUE ? Math.min(USUAL_READINGS, config.unacknowledged()) : Math.max(1, max);
    }

    /** Number of readings of the message whose position {@link #onMessage} returned last. */
    int readingCount() {
        return lastReadingCount;
    }

    /**
     * Finds the sensors of the readings and the values of texts. A negative id says why a reading has no sensor.
     *
     * @return how many readings there will be, or {@link #NO_ROOM} for the definition of a sensor or text
     */
    private int resolve(TopicRoutes.Binding binding, Readings readings) {
        int size = readings.size();
        sensorIds = room(sensorIds, size);
        int readingCount = 0;
        for (int i = 0; i < size; i++) {
            sensorIds[i] = Intake.UNKNOWN;
            if (readings.refusal(i) != null) {
                continue;
            }
            int sensorId = sensor(binding, readings, i);
            if (sensorId == Intake.NO_ROOM_FOR_DEFINITION) {
                return (int) NO_ROOM;
            }
            sensorIds[i] = sensorId;
            readingCount += sensorId >= 0 ? 1 : 0;
        }
        return readingCount;
    }

    private int sensor(TopicRoutes.Binding binding, Readings readings, int i) {
        int fixedName = readings.fixedName(i);
        int known = fixedName >= 0 ? binding.sensorId(fixedName) : Intake.UNKNOWN;
        if (known >= 0 && !readings.isUndecided(i)) {
            if (binding.mayBeEvicted()) {
                heard(known);
            }
            return known;
        }
        byte[] name = readings.names();
        int from = readings.nameFrom(i);
        int length = readings.nameLength(i);
        if (known < 0 && fixedName >= 0) {
            name = binding.route().fixedName(binding.levels(), fixedName);
            from = 0;
            length = name == null ? 0 : name.length;
        }
        int sensorId = known >= 0 ? known : name == null ? Intake.BAD_NAME : intake.sensorId(name, from, length);
        if (readings.isUndecided(i) && sensorId != Intake.BAD_NAME) {
            int refusal = takeText(readings, i, sensorId, name, from, length);
            if (refusal != TAKEN) {
                return refusal;
            }
        }
        if (sensorId == Intake.UNKNOWN) {
            sensorId = intake.defineSensor(name, from, length, binding.route().quota());
        } else if (sensorId >= 0) {
            heard(sensorId); // before another reading of the message asks for room
        }
        if (sensorId >= 0 && known < 0 && fixedName >= 0) {
            binding.remember(fixedName, sensorId, intake.mayBeEvicted(sensorId));
        }
        return sensorId;
    }

    private void heard(int sensorId) {
        if (intake.mayBeEvicted(sensorId)) {
            intake.heard(sensorId, intake.clockNs());
        }
    }

    private static final int TAKEN = 0;

    /** Finds the value of a text, or refuses it; {@link #TAKEN}, or a negative id that the reading gets. */
    private int takeText(Readings readings, int i, int sensorId, byte[] name, int from, int length) {
        if (readings.isNumeral(i)) {
            boolean isKept = sensorId >= 0 ? intake.keepsNumerals(sensorId) : intake.keepsNumerals(name, from, length);
            if (!isKept) {
                readings.acceptNumeral(i);
                return TAKEN;
            }
        }
        int textId = intake.textId(readings.text(i), readings.textFrom(i), readings.textLength(i));
        if (textId == Intake.NO_ROOM_FOR_DEFINITION) {
            return textId;
        }
        if (textId >= 0) {
            readings.acceptText(i, textId);
            return TAKEN;
        }
        readings.refuseText(i);
        return Intake.UNKNOWN;
    }

    /** Looks at what was published for what people should be told. */
    private void watch(TopicRoute route, Readings readings) {
        for (int i = 0; i < readings.size(); i++) {
            if (readings.refusal(i) != null || sensorIds[i] < 0) {
                continue;
            }
            if (readings.isText(i)) {
                texts.onText(
                        sensorIds[i],
                        readings.value(i),
                        readings.text(i),
                        readings.textFrom(i),
                        readings.textLength(i));
            } else if (!Double.isNaN(readings.value(i))) {
                texts.onNumber(sensorIds[i]);
            }
            if (readings.hasAssumedQuality()) {
                qualities.onAssumed(sensorIds[i], route.quality());
            }
        }
        if (readings.rounded() >= 0) {
            roundings.onRounded(route.filter(), route.valueName(readings.rounded()));
        }
    }

    /**
     * QoS 1: the broker keeps the message. QoS 0: its readings are shed, and counted; but births and deaths are asked
     * for again on the next connection.
     */
    private long noRoom(InputTally tally, Readings readings, byte[] payload, int qos) {
        if (qos > 0 || readings.requiresRoom()) {
            return NO_ROOM;
        }
        drop(tally, Counter.DROPPED_OVERLOAD, readings.size(), "the input ring was full", payload);
        return NO_POSITION;
    }

    /** Counts the readings that are lost; the message is kept once, with the first of them. */
    private void dropLost(String topic, TopicRoute route, Readings readings, byte[] payload) {
        Counter firstReason = null;
        String firstDetail = null;
        int lost = 0;
        for (int i = 0; i < readings.size(); i++) {
            Counter reason = readings.refusal(i);
            String detail = readings.detail(i);
            if (reason == null) {
                if (sensorIds[i] >= 0) {
                    continue;
                }
                SensorRefusal refusal = SensorRefusal.of(sensorIds[i]);
                reason = refusal.reason();
                detail = refusal.detail();
            }
            drop(route.tally(), reason, 1, detail, payload);
            if (firstReason == null) {
                firstReason = reason;
                firstDetail = detail;
            }
            lost++;
        }
        String more = lost == 1 ? "" : ", and " + (lost - 1) + " more of its " + readings.size() + " readings";
        quarantine(route, topic, firstReason, firstDetail + more, payload);
    }

    private void drop(InputTally tally, Counter reason, int count, String detail, byte[] payload) {
        counters.add(Counter.RECEIVED, count);
        counters.add(reason, count);
        tally.sample(Kind.DROPPED, payload, 0, payload.length, detail, EventTime.ABSENT, EventTime.ABSENT);
        tally.dropped(reason, count);
    }

    private void quarantine(TopicRoute route, String topic, Counter reason, String detail, byte[] payload) {
        context.quarantine().add(config.name(), route.filter(), topic, reason, detail, payload, 0, payload.length);
    }
}
