package io.tocsin.engine.metrics;

import java.util.Locale;

/**
 * Every counter of the gateway. At any quiet moment {@link #RECEIVED} equals {@link #PROCESSED} plus all counters that
 * {@linkplain #isDrop() are drops}.
 */
public enum Counter {
    /** Readings that reached the gateway: accepted ones, and payloads or rows that gave none (one each). */
    RECEIVED,
    /** Readings that the operators have seen. */
    PROCESSED,

    /** Not a JSON document. */
    DROPPED_BAD_JSON,
    /**
     * The member, text or column is not a finite decimal number of at most 64 characters, a boolean or null, nor a text
     * of 1 to 128 bytes without control characters; or it is a text where the mapping says {@code type: number}.
     */
    DROPPED_NOT_A_NUMBER,
    /** The payload has no such member. */
    DROPPED_MISSING_MEMBER,
    /** Bytes that are not of the configured format: damaged gzip, CBOR, MessagePack. */
    DROPPED_BAD_PAYLOAD,
    /** An MQTT message larger than {@code maxMessageSize}, or a payload of more than 16 MiB or 131,072 values. */
    DROPPED_TOO_LARGE,
    /** An MQTT message under a topic that no message may have. */
    DROPPED_BAD_TOPIC,
    /** A malformed MQTT message. */
    DROPPED_BAD_PACKET,
    /** JSON nested deeper than 32. */
    DROPPED_TOO_DEEP,
    /** The event time cannot be read or lies outside 1678 to 2262. */
    DROPPED_BAD_TIME,
    /** Not valid UTF-8. */
    DROPPED_BAD_UTF8,
    /** The sensor's name is empty, too long or has a character that no name may have. */
    DROPPED_BAD_NAME,
    /** A row with too few columns or an open quote. */
    DROPPED_BAD_ROW,
    /** {@code engine.maxSensors} is reached; known sensors continue. */
    DROPPED_SENSOR_LIMIT,
    /** {@code engine.stateMemory} has no room for the state of a new sensor; known sensors continue. */
    DROPPED_STATE_MEMORY,
    /** {@code maxSensors} of the topic filter is reached; known sensors continue. */
    DROPPED_FILTER_LIMIT,
    /** The sensor was evicted while the reading was on its way. */
    DROPPED_EVICTED,
    /** QoS 0 only: the ring was full. */
    DROPPED_OVERLOAD,
    /** A retained message of a topic with {@code skipRetained}. */
    DROPPED_RETAINED,
    /** Re-delivered: same sensor, event time and value. */
    DROPPED_DUPLICATE,

    /** Readings whose event time lay beyond {@code time.futureLimit}. */
    FUTURE_EVENT_TIME,
    /** Live readings whose event time lay before 2000, or more than a year before their reception. */
    PAST_EVENT_TIME,
    /** BAD readings among the received. */
    BAD_QUALITY,
    /** Readings whose event time could not be read, and that got the receive time as configured. */
    UNREADABLE_EVENT_TIME,
    /** Retained readings among the received. */
    RETAINED,
    /** Readings among the received whose text found no place in the dictionary: their value is OTHER. */
    OTHER_TEXTS,
    /** A rule skipped a reading older than the last one it saw of that sensor. */
    RULE_SKIPPED_OLD,
    /** Readings of the left side of a {@code latest} join, other than an anti join, that found nothing to look up. */
    UNMATCHED_LOOKUPS,
    /** Cells of tables that are no number although a rule computes with them; falls when a cell is mended. */
    BAD_TABLE_CELLS,
    /** Entries and timers of users' functions that a bound has refused. */
    STATE_REFUSED,
    /** Alarm events decided. */
    ALARM_EVENTS,
    /** Alarm events delivered by sinks, each sink's counted. */
    ALARMS_DELIVERED,
    /** Rows of streams with sinks decided. */
    STREAM_ROWS,
    /** Rows delivered by sinks, each sink's counted. */
    ROWS_DELIVERED,
    /** Alarm events deleted before a sink had them, each sink's counted: the alarm log had reached its bound. */
    EVENTS_LOST,
    /** Rows deleted before a sink had them, each sink's counted: the alarm log had reached its bound. */
    ROWS_LOST,
    /** GAP events delivered, which tell a sink of those. */
    GAPS_DELIVERED,
    /**
     * Alarm events and rows that a sink's receiver will never take, each sink's counted: set aside in a dead-letter
     * file.
     */
    UNDELIVERABLE,
    /** Undeliverable events that no dead-letter file has, because its bound is reached; they stay in the alarm log. */
    DEAD_LETTERS_FULL,
    /** Journalled clock ticks. */
    TICKS,
    /** Steps of the gateway's wall clock: it was put forward or back. */
    CLOCK_STEPS,
    /** Clocks of sensors that began anew, for all their readings had been behind for {@code time.resetAfter}. */
    CLOCK_RESETS,
    /** MQTT messages that arrived. */
    MQTT_MESSAGES,
    /** MQTT connections made, the first one too. */
    MQTT_CONNECTS,
    /** MQTT connections closed because a QoS 1 message found the ring full; the broker sends it again. */
    MQTT_BACK_PRESSURE,
    /** Subscriptions that a broker refused, each time it was asked for one. */
    MQTT_SUBSCRIPTIONS_REFUSED,
    /** MQTT connections that ended because another client connected with the same client id. */
    MQTT_TAKEN_OVER,
    /** Bad payloads written to the quarantine file. */
    QUARANTINED,
    /** Bad payloads counted but not written, for the quarantine's bound is reached. */
    QUARANTINE_FULL,
    /** Selectors of alarms and streams that were told of because they matched no sensor. */
    SELECTORS_UNMATCHED,
    /** Topic filters and files that were told of because all their readings were dropped. */
    INPUTS_ALL_DROPPED,
    /** Topic filters and files that were told of because all their readings were BAD. */
    INPUTS_ALL_BAD;

    private static final Counter[] ALL = values();

    /** Whether it counts readings that were received and not processed. */
    public boolean isDrop() {
        return name().startsWith("DROPPED_");
    }

    /** The name in metrics and summaries: lower camel case. */
    public String label() {
        String[] words = name().toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder label = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            label.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return label.toString();
    }

    static int count() {
        return ALL.length;
    }
}
