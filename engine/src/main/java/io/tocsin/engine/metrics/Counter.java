package io.tocsin.engine.metrics;

import java.util.Locale;

/**
 * Every counter of the gateway. At any quiet moment {@link #RECEIVED} equals {@link #PROCESSED} plus all counters that
 * {@linkplain #isDrop() are drops}.
 */
public enum Counter {
    /** Readings that reached the gateway: accepted readings, and payloads or rows without a reading (one each). */
    RECEIVED,
    /** Readings that the operators have processed. */
    PROCESSED,

    /** A payload that is not a JSON document. */
    DROPPED_BAD_JSON,
    /**
     * The member, text or column is neither a finite decimal number of at most 64 characters, a boolean or null, nor a
     * text of 1 to 128 bytes without control characters; or it is a text where the mapping says {@code type: number}.
     */
    DROPPED_NOT_A_NUMBER,
    /** The payload lacks the configured member. */
    DROPPED_MISSING_MEMBER,
    /** Bytes that are not of the configured format: damaged gzip, CBOR, MessagePack. */
    DROPPED_BAD_PAYLOAD,
    /** An MQTT message larger than {@code maxMessageSize}, or a payload of more than 16 MiB or 131,072 values. */
    DROPPED_TOO_LARGE,
    /** An MQTT message under an invalid topic. */
    DROPPED_BAD_TOPIC,
    /** A malformed MQTT message. */
    DROPPED_BAD_PACKET,
    /** JSON nested deeper than 32. */
    DROPPED_TOO_DEEP,
    /** The event time cannot be read or lies outside 1678 to 2262. */
    DROPPED_BAD_TIME,
    /** Bytes that are not valid UTF-8. */
    DROPPED_BAD_UTF8,
    /** The sensor's name is empty, too long, or has a forbidden character. */
    DROPPED_BAD_NAME,
    /** A row with too few columns or an open quote. */
    DROPPED_BAD_ROW,
    /** A new sensor beyond {@code engine.maxSensors}; known sensors continue. */
    DROPPED_SENSOR_LIMIT,
    /** {@code engine.stateMemory} has no room for the state of a new sensor; known sensors continue. */
    DROPPED_STATE_MEMORY,
    /** A new sensor beyond {@code maxSensors} of the topic filter; known sensors continue. */
    DROPPED_FILTER_LIMIT,
    /** The sensor was evicted while the reading was on its way. */
    DROPPED_EVICTED,
    /** QoS 0 only: the ring was full. */
    DROPPED_OVERLOAD,
    /** A retained message of a topic with {@code skipRetained}. */
    DROPPED_RETAINED,
    /** Sparkplug data of an edge node, a device or a metric whose birth has not been received. */
    DROPPED_NO_BIRTH,
    /** A Sparkplug metric that is a DataSet, a Template, bytes, a file or an array. */
    DROPPED_UNSUPPORTED_TYPE,
    /** A historical Sparkplug value that is not older than the live value of its metric. */
    DROPPED_HISTORICAL,
    /** Re-delivered: same sensor, event time and value. */
    DROPPED_DUPLICATE,

    /** Readings whose event time lay beyond {@code time.futureLimit}. */
    FUTURE_EVENT_TIME,
    /** Live readings whose event time lay before 2000, or more than a year before their reception. */
    PAST_EVENT_TIME,
    /** Received readings that are BAD. */
    BAD_QUALITY,
    /** Readings whose event time could not be read, and that got the receive time as configured. */
    UNREADABLE_EVENT_TIME,
    /** Received readings that come from retained MQTT messages. */
    RETAINED,
    /** Received readings whose text found no place in the dictionary, so that their value is OTHER. */
    OTHER_TEXTS,
    /** Readings that a rule skipped as older than the sensor's last one. */
    RULE_SKIPPED_OLD,
    /** Readings of the left side of a {@code latest} join, other than an anti join, whose lookup found no partner. */
    UNMATCHED_LOOKUPS,
    /** Cells of tables that are no number although a rule computes with them; falls when a cell is corrected. */
    BAD_TABLE_CELLS,
    /** Entries and timers of users' functions refused because a limit was reached. */
    STATE_REFUSED,
    /** Alarm events decided. */
    ALARM_EVENTS,
    /** Alarm events delivered, counted for each sink. */
    ALARMS_DELIVERED,
    /** Rows of streams with sinks decided. */
    STREAM_ROWS,
    /** Rows delivered, counted for each sink. */
    ROWS_DELIVERED,
    /** Alarm events deleted before delivery because the alarm log had reached its limit, counted for each sink. */
    EVENTS_LOST,
    /** Rows deleted before delivery because the alarm log had reached its limit, counted for each sink. */
    ROWS_LOST,
    /** GAP events delivered, which report deleted events and rows to a sink. */
    GAPS_DELIVERED,
    /**
     * Alarm events and rows that a sink's receiver permanently refuses, counted for each sink: set aside in a
     * dead-letter file.
     */
    UNDELIVERABLE,
    /** Undeliverable events not in a dead-letter file because its limit is reached; they stay in the alarm log. */
    DEAD_LETTERS_FULL,
    /** Journalled clock ticks. */
    TICKS,
    /** Steps of the gateway's wall clock: it was put forward or back. */
    CLOCK_STEPS,
    /** Restarts of sensors' clocks, after all readings had been behind for {@code time.resetAfter}. */
    CLOCK_RESETS,
    /** MQTT messages received. */
    MQTT_MESSAGES,
    /** MQTT connections made, including the first. */
    MQTT_CONNECTS,
    /** MQTT connections closed because a QoS 1 message found the ring full; the broker sends it again. */
    MQTT_BACK_PRESSURE,
    /** Subscriptions refused by a broker, counted at each attempt. */
    MQTT_SUBSCRIPTIONS_REFUSED,
    /** MQTT connections that ended because another client connected with the same client id. */
    MQTT_TAKEN_OVER,
    /** Requests to Sparkplug edge nodes for their births. */
    SPARKPLUG_REBIRTHS,
    /** Bad payloads written to the quarantine file. */
    QUARANTINED,
    /** Bad payloads counted but not written, because the quarantine's limit is reached. */
    QUARANTINE_FULL,
    /** Selectors of alarms and streams reported because they matched no sensor. */
    SELECTORS_UNMATCHED,
    /** Topic filters and files reported because all their readings were dropped. */
    INPUTS_ALL_DROPPED,
    /** Topic filters and files reported because all their readings were BAD. */
    INPUTS_ALL_BAD;

    private static final Counter[] ALL = values();

    /** Whether the counter counts readings that were received and not processed. */
    public boolean isDrop() {
        return name().startsWith("DROPPED_");
    }

    /** The name in metrics and summaries, in lower camel case. */
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
