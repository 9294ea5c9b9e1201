package io.tocsin.ingest.mqtt;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.ingest.QualityWatch;
import io.tocsin.ingest.SensorRefusal;
import io.tocsin.ingest.SourceContext;
import io.tocsin.ingest.TextWatch;
import io.tocsin.ingest.decode.DecodedPayload;
import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.mqtt.wire.RefusedMessage;
import io.tocsin.ingest.tally.InputTally;
import io.tocsin.ingest.tally.InputTally.Kind;
import java.util.List;

/**
 * Turns one message into readings in the ring. Never waits, never throws for bad data. A message is taken as a whole
 * or, when the ring has no room, not at all and without a count: then the broker sends it again (QoS 1) or it is shed
 * (QoS 0).
 *
 * <p>One thread at a time: the reading thread of the living connection. Allocates nothing for known topics and common
 * payloads.
 */
final class MessageHandler {
    /** The position of a message without a reading: it waits for no position. */
    static final long NO_POSITION = -1;
    /** The ring has no room for the message. */
    static final long NO_ROOM = -2;
    /** The gateway is stopping. */
    static final long CLOSED = -3;

    private final MqttSourceConfig config;
    private final SourceContext context;
    private final Intake intake;
    private final Counters counters;
    private final TopicRoutes routes;
    private final int[] sensorIds;
    private int lastReadingCount;
    /** Evictions that the routes know of. */
    private int knownEvictions;

    private final TextWatch texts;
    private final QualityWatch qualities;

    MessageHandler(MqttSourceConfig config, SourceContext context) {
        this.config = config;
        this.context = context;
        this.intake = context.intake();
        this.counters = context.counters();
        this.routes = new TopicRoutes(config.name(), config.topics(), context.maxSensors());
        this.sensorIds = new int[routes.maxMemberCount()];
        this.texts = new TextWatch(config.name(), context);
        this.qualities = new QualityWatch(config.name(), context);
        if (sensorIds.length > intake.maxClaim()) {
            throw new IllegalArgumentException(
                    "a payload may have at most " + intake.maxClaim() + " value members, values=" + sensorIds.length);
        }
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
        TopicRoutes.Binding binding = routes.known(topic);
        TopicRoute route = binding == null ? routes.routeOf(topic) : binding.route();
        if (route == null) {
            // Nobody asked for it: an overlap's wider subscription, or one that the session still has from before.
            return NO_POSITION;
        }
        DecodedPayload decoded = route.decode(payload);
        InputTally tally = route.tally();
        if (decoded.reason() != null) {
            drop(tally, decoded.reason(), 1, decoded.detail(), payload);
            quarantine(route, topic, decoded.reason(), decoded.detail(), payload);
            return NO_POSITION;
        }
        if (decoded.hasTexts() && !takeTexts(topic, route, binding, decoded)) {
            return noRoom(tally, decoded, payload, qos);
        }
        int readingCount = binding == null ? resolve(topic, route, decoded) : known(binding, decoded);
        if (readingCount == NO_ROOM) {
            return noRoom(tally, decoded, payload, qos);
        }
        long position = NO_POSITION;
        if (readingCount > 0) {
            position = publish(tally, decoded, payload, readingCount, retained, route.isDeduped());
            if (position == NO_ROOM) {
                return noRoom(tally, decoded, payload, qos);
            }
            if (position == CLOSED) {
                return CLOSED;
            }
            watch(route, decoded);
            if (binding != null && binding.mayBeEvicted()) {
                heard(decoded.memberCount());
            }
        }
        if (readingCount < decoded.memberCount()) {
            dropMembers(topic, route, decoded, payload);
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

    private void heard(int memberCount) {
        long nowNs = intake.clockNs();
        for (int i = 0; i < memberCount; i++) {
            if (sensorIds[i] >= 0 && intake.mayBeEvicted(sensorIds[i])) {
                intake.heard(sensorIds[i], nowNs);
            }
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

    /** Most readings of one message. */
    int maxReadingCount() {
        return sensorIds.length;
    }

    /** Number of readings of the message whose position {@link #onMessage} returned last. */
    int readingCount() {
        return lastReadingCount;
    }

    /** Finds the values of texts, or refuses them; false when there is no room for the definition of one. */
    private boolean takeTexts(String topic, TopicRoute route, TopicRoutes.Binding binding, DecodedPayload decoded) {
        for (int i = 0; i < decoded.memberCount(); i++) {
            if (!decoded.isText(i)) {
                continue;
            }
            if (decoded.isNumeral(i) && !keepsNumerals(topic, route, binding, i)) {
                decoded.acceptNumeral(i);
                continue;
            }
            int textId = intake.textId(decoded.text(i), decoded.textFrom(i), decoded.textLength(i));
            if (textId == Intake.NO_ROOM_FOR_DEFINITION) {
                return false;
            }
            if (textId >= 0) {
                decoded.acceptText(i, textId);
            } else {
                decoded.refuseText(i);
            }
        }
        return true;
    }

    private boolean keepsNumerals(String topic, TopicRoute route, TopicRoutes.Binding binding, int memberIndex) {
        if (binding != null) {
            return intake.keepsNumerals(binding.sensorId(memberIndex));
        }
        byte[] name = route.sensorName(topic, memberIndex);
        return name != null && intake.keepsNumerals(name, 0, name.length);
    }

    /** Puts the ids of a known topic's sensors in place; returns how many readings there will be. */
    private int known(TopicRoutes.Binding binding, DecodedPayload decoded) {
        int readingCount = 0;
        for (int i = 0; i < decoded.memberCount(); i++) {
            sensorIds[i] = binding.sensorId(i);
            readingCount += decoded.refusal(i) == null ? 1 : 0;
        }
        return readingCount;
    }

    /** As {@link #known}, for a topic that is new; a negative id says why the member has no reading. */
    private int resolve(String topic, TopicRoute route, DecodedPayload decoded) {
        int readingCount = 0;
        boolean allKnown = true;
        for (int i = 0; i < decoded.memberCount(); i++) {
            sensorIds[i] = Intake.UNKNOWN;
            if (decoded.refusal(i) == null) {
                sensorIds[i] = define(route, route.sensorName(topic, i));
                if (sensorIds[i] == Intake.NO_ROOM_FOR_DEFINITION) {
                    return (int) NO_ROOM;
                }
                readingCount += sensorIds[i] >= 0 ? 1 : 0;
            }
            allKnown &= sensorIds[i] >= 0;
        }
        if (allKnown) {
            routes.remember(topic, route, sensorIds, intake::mayBeEvicted);
        }
        return readingCount;
    }

    private int define(TopicRoute route, byte[] name) {
        if (name == null) {
            return Intake.BAD_NAME;
        }
        int sensorId = intake.sensorId(name, 0, name.length);
        if (sensorId == Intake.UNKNOWN) {
            return intake.defineSensor(name, 0, name.length, route.quota());
        }
        if (intake.mayBeEvicted(sensorId)) {
            // Before another member of the message asks for room.
            intake.heard(sensorId, intake.clockNs());
        }
        return sensorId;
    }

    private long publish(
            InputTally tally,
            DecodedPayload decoded,
            byte[] payload,
            int readingCount,
            boolean retained,
            boolean isDeduped) {
        long high = intake.tryClaim(readingCount);
        if (high < 0) {
            return high == Intake.CLOSED ? CLOSED : NO_ROOM;
        }
        long receiveTimeNs = intake.clockNs();
        long latestNs = intake.latestEventNs(receiveTimeNs, config.futureLimitNs());
        int timeFlags = EventTime.flags(decoded.eventTimeNs(), latestNs);
        long eventTimeNs = EventTime.effective(decoded.eventTimeNs(), receiveTimeNs, timeFlags);
        int flags = retained ? timeFlags | ReadingFlags.RETAINED : timeFlags;
        if (isDeduped && timeFlags == ReadingFlags.NONE) {
            flags |= ReadingFlags.REDELIVERABLE; // any other event time would be another one when it comes again
        }
        long low = high - readingCount + 1;
        long next = low;
        int bad = 0;
        int other = 0;
        for (int i = 0; i < decoded.memberCount(); i++) {
            if (decoded.refusal(i) == null && sensorIds[i] >= 0) {
                int quality = decoded.quality(i);
                intake.slot(next++)
                        .setReading(sensorIds[i], eventTimeNs, receiveTimeNs, decoded.value(i), quality, flags);
                bad += quality == Quality.BAD.code() ? 1 : 0;
                tally.steps().note(sensorIds[i], eventTimeNs);
                other += TextValue.isOther(decoded.value(i)) ? 1 : 0;
            }
        }
        // Counted before they are published, so that nobody sees more processed than received.
        counters.add(Counter.RECEIVED, readingCount);
        tally.took(readingCount);
        if (bad > 0) {
            odd(tally, Kind.BAD, Counter.BAD_QUALITY, bad, decoded, payload, receiveTimeNs);
        }
        if (other > 0) {
            counters.add(Counter.OTHER_TEXTS, other);
        }
        if (retained) {
            counters.add(Counter.RETAINED, readingCount);
        }
        if ((timeFlags & ReadingFlags.FUTURE) != 0) {
            odd(tally, Kind.FUTURE, Counter.FUTURE_EVENT_TIME, readingCount, decoded, payload, receiveTimeNs);
        }
        if (EventTime.isPast(decoded.eventTimeNs(), receiveTimeNs, retained)) {
            odd(tally, Kind.PAST, Counter.PAST_EVENT_TIME, readingCount, decoded, payload, receiveTimeNs);
        }
        intake.publish(low, high);
        lastReadingCount = readingCount;
        return intake.positionOf(high);
    }

    private void odd(
            InputTally tally,
            Kind kind,
            Counter counter,
            int count,
            DecodedPayload decoded,
            byte[] payload,
            long receiveTimeNs) {
        counters.add(counter, count);
        tally.sample(kind, payload, 0, payload.length, null, decoded.eventTimeNs(), receiveTimeNs);
        tally.odd(kind, count);
    }

    /** Looks at what was published for what people should be told. */
    private void watch(TopicRoute route, DecodedPayload decoded) {
        for (int i = 0; i < decoded.memberCount(); i++) {
            if (decoded.refusal(i) != null || sensorIds[i] < 0) {
                continue;
            }
            double value = decoded.value(i);
            if (TextValue.isText(value)) {
                texts.onText(sensorIds[i], value, decoded.text(i), decoded.textFrom(i), decoded.textLength(i));
            } else if (decoded.quality(i) != Quality.BAD.code()) {
                texts.onNumber(sensorIds[i]);
            }
            if (decoded.hasAssumedQuality()) {
                qualities.onAssumed(sensorIds[i], route.quality());
            }
        }
    }

    /** QoS 1: the broker keeps the message. QoS 0: its readings are shed, and counted. */
    private long noRoom(InputTally tally, DecodedPayload decoded, byte[] payload, int qos) {
        if (qos > 0) {
            return NO_ROOM;
        }
        drop(tally, Counter.DROPPED_OVERLOAD, decoded.memberCount(), "the input ring was full", payload);
        return NO_POSITION;
    }

    private void dropMembers(String topic, TopicRoute route, DecodedPayload decoded, byte[] payload) {
        boolean kept = false;
        for (int i = 0; i < decoded.memberCount(); i++) {
            Counter reason = decoded.refusal(i);
            String detail = decoded.detail();
            if (reason == null) {
                if (sensorIds[i] >= 0) {
                    continue;
                }
                SensorRefusal refusal = SensorRefusal.of(sensorIds[i]);
                reason = refusal.reason();
                detail = refusal.detail();
            }
            drop(route.tally(), reason, 1, detail, payload);
            if (!kept) {
                quarantine(route, topic, reason, detail, payload);
                kept = true;
            }
        }
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
