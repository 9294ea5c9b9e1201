package io.tocsin.ingest.mqtt;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.tally.InputTally;
import io.tocsin.ingest.tally.InputTally.Kind;

/**
 * Puts the readings of one message into the ring: all of them, or none when there is no room for the first claim. A
 * message of more readings than one claim may have waits for room for the rest. The reading thread only; allocates
 * nothing.
 */
final class ReadingPublisher {
    private final Intake intake;
    private final Counters counters;
    private final long futureLimitNs;
    private int bad;
    private int other;
    private int future;
    private int past;
    private long futureTimeNs;
    private long pastTimeNs;

    ReadingPublisher(Intake intake, Counters counters, long futureLimitNs) {
        this.intake = intake;
        this.counters = counters;
        this.futureLimitNs = futureLimitNs;
    }

    /**
     * Publishes the readings that are not lost and have a sensor; waits for room if the message requires it.
     *
     * @param sensorIds of the readings, negative for those without a sensor
     * @param readingCount how many are to be published, at least one
     * @return journal position of the last one, {@link MessageHandler#NO_ROOM} or {@link MessageHandler#CLOSED}
     */
    long publish(
            InputTally tally,
            Readings readings,
            int[] sensorIds,
            int readingCount,
            byte[] payload,
            boolean retained,
            boolean isDeduped) {
        int claimed = Math.min(readingCount, intake.maxClaim());
        long high = readings.requiresRoom() ? intake.claim(claimed) : intake.tryClaim(claimed);
        if (high < 0) {
            return high == Intake.CLOSED ? MessageHandler.CLOSED : MessageHandler.NO_ROOM;
        }
        long receiveTimeNs = intake.clockNs();
        long latestNs = intake.latestEventNs(receiveTimeNs, futureLimitNs);
        int received = retained ? ReadingFlags.RETAINED : ReadingFlags.NONE;
        int left = readingCount;
        bad = 0;
        other = 0;
        future = 0;
        past = 0;
        int i = 0;
        while (true) {
            long low = high - claimed + 1;
            for (long next = low; next <= high; i++) {
                if (readings.refusal(i) == null && sensorIds[i] >= 0) {
                    long eventTimeNs = readings.eventTimeNs(i, receiveTimeNs);
                    int timeFlags = EventTime.flags(eventTimeNs, latestNs);
                    long effectiveNs = EventTime.effective(eventTimeNs, receiveTimeNs, timeFlags);
                    int flags = timeFlags | received;
                    if (isDeduped && timeFlags == ReadingFlags.NONE && !readings.isRelativeTime(i)) {
                        // Any other event time would be another one when it comes again.
                        flags |= ReadingFlags.REDELIVERABLE;
                    }
                    intake.slot(next++)
                            .setReading(
                                    sensorIds[i],
                                    effectiveNs,
                                    receiveTimeNs,
                                    readings.value(i),
                                    readings.quality(i),
                                    flags);
                    if (!readings.isHistorical(i)) {
                        tally.steps().note(sensorIds[i], effectiveNs);
                    }
                    note(readings, i, timeFlags, receiveTimeNs, retained);
                }
            }
            // Counted before they are published, so that nobody sees more processed than received.
            counters.add(Counter.RECEIVED, claimed);
            tally.took(claimed);
            left -= claimed;
            if (left == 0) {
                break;
            }
            intake.publish(low, high);
            claimed = Math.min(left, intake.maxClaim());
            high = intake.claim(claimed);
            if (high == Intake.CLOSED) {
                return MessageHandler.CLOSED;
            }
        }
        count(tally, payload, readingCount, receiveTimeNs, retained, readings.receiveTimes());
        intake.publish(high - claimed + 1, high);
        return intake.positionOf(high);
    }

    private void note(Readings readings, int i, int timeFlags, long receiveTimeNs, boolean retained) {
        bad += readings.quality(i) == Quality.BAD.code() ? 1 : 0;
        other += TextValue.isOther(readings.value(i)) ? 1 : 0;
        long eventTimeNs = readings.eventTimeNs(i, receiveTimeNs);
        if ((timeFlags & ReadingFlags.FUTURE) != 0) {
            futureTimeNs = future++ == 0 ? eventTimeNs : futureTimeNs;
        }
        if (EventTime.isPast(eventTimeNs, receiveTimeNs, retained || readings.isHistorical(i))) {
            pastTimeNs = past++ == 0 ? eventTimeNs : pastTimeNs;
        }
    }

    private void count(
            InputTally tally,
            byte[] payload,
            int readingCount,
            long receiveTimeNs,
            boolean retained,
            int receiveTimes) {
        if (bad > 0) {
            counters.add(Counter.BAD_QUALITY, bad);
            odd(tally, Kind.BAD, bad, payload, EventTime.ABSENT, receiveTimeNs);
        }
        if (other > 0) {
            counters.add(Counter.OTHER_TEXTS, other);
        }
        if (retained) {
            counters.add(Counter.RETAINED, readingCount);
        }
        if (future > 0) {
            counters.add(Counter.FUTURE_EVENT_TIME, future);
            odd(tally, Kind.FUTURE, future, payload, futureTimeNs, receiveTimeNs);
        }
        if (past > 0) {
            counters.add(Counter.PAST_EVENT_TIME, past);
            odd(tally, Kind.PAST, past, payload, pastTimeNs, receiveTimeNs);
        }
        if (receiveTimes > 0) {
            counters.add(Counter.UNREADABLE_EVENT_TIME, receiveTimes);
        }
    }

    private static void odd(
            InputTally tally, Kind kind, int count, byte[] payload, long eventTimeNs, long receiveTimeNs) {
        tally.sample(kind, payload, 0, payload.length, null, eventTimeNs, receiveTimeNs);
        tally.odd(kind, count);
    }
}
