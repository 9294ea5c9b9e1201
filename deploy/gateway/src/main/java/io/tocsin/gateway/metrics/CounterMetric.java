package io.tocsin.gateway.metrics;

import io.tocsin.engine.metrics.Counter;
import java.util.Locale;

/**
 * Name, label and help of a counter in Prometheus. Counters of one name are told apart by their label; drops by the
 * reason, readings that are processed and remarkable by what is remarkable.
 *
 * @param name without {@code _total}
 * @param label key of the label; empty for none
 * @param labelValue value of the label
 * @param help one sentence, the same for all counters of the name
 */
record CounterMetric(String name, String label, String labelValue, String help) {
    private static final String DROP = "DROPPED_";

    /** The metric of a counter. */
    static CounterMetric of(Counter counter) {
        if (counter.isDrop()) {
            String reason = counter.name().substring(DROP.length()).toLowerCase(Locale.ROOT);
            return new CounterMetric(
                    "tocsin_readings_dropped", "reason", reason, "Readings received and not processed, by reason.");
        }
        return switch (counter) {
            case RECEIVED -> plain("readings_received", "Readings that reached the gateway.");
            case PROCESSED -> plain("readings_processed", "Readings that the rules have processed.");
            case FUTURE_EVENT_TIME,
                    PAST_EVENT_TIME,
                    BAD_QUALITY,
                    UNREADABLE_EVENT_TIME,
                    RETAINED,
                    OTHER_TEXTS,
                    RULE_SKIPPED_OLD,
                    UNMATCHED_LOOKUPS -> remarkable(counter);
            case BAD_TABLE_CELLS -> plain("bad_table_cells", "Table cells that are no number and should be one.");
            case STATE_REFUSED -> plain("state_refused", "Entries and timers of functions refused at a limit.");
            case ALARM_EVENTS -> plain("alarm_events", "Alarm events decided.");
            case ALARMS_DELIVERED -> plain("alarm_events_delivered", "Alarm events delivered, once for each sink.");
            case STREAM_ROWS -> plain("stream_rows", "Rows of streams with sinks decided.");
            case ROWS_DELIVERED -> plain("stream_rows_delivered", "Rows delivered, once for each sink.");
            case EVENTS_LOST -> plain("alarm_events_lost", "Alarm events deleted before delivery, for each sink.");
            case ROWS_LOST -> plain("stream_rows_lost", "Rows deleted before delivery, for each sink.");
            case GAPS_DELIVERED -> plain("gap_events_delivered", "Events that tell a sink of deleted ones.");
            case UNDELIVERABLE -> plain("undeliverable", "Events and rows that a receiver refuses for good.");
            case DEAD_LETTERS_FULL -> plain("dead_letters_full", "Undeliverable events beyond the dead-letter file.");
            case TICKS -> plain("ticks", "Clock ticks journalled.");
            case CLOCK_STEPS -> plain("clock_steps", "Steps of the gateway's clock.");
            case CLOCK_RESETS -> plain("sensor_clock_restarts", "Restarts of sensors' clocks.");
            case MQTT_MESSAGES -> plain("mqtt_messages", "MQTT messages received.");
            case MQTT_CONNECTS -> plain("mqtt_connects", "MQTT connections made.");
            case MQTT_BACK_PRESSURE -> plain("mqtt_back_pressure", "MQTT connections closed at a full ring.");
            case MQTT_SUBSCRIPTIONS_REFUSED ->
                plain("mqtt_subscriptions_refused", "Subscriptions that a broker refused.");
            case MQTT_TAKEN_OVER -> plain("mqtt_taken_over", "MQTT connections lost to another client of the same id.");
            case SPARKPLUG_REBIRTHS -> plain("sparkplug_rebirths", "Requests to edge nodes for their births.");
            case QUARANTINED -> plain("quarantined", "Bad payloads written to the quarantine file.");
            case QUARANTINE_FULL -> plain("quarantine_full", "Bad payloads beyond the quarantine's limit.");
            case SELECTORS_UNMATCHED -> plain("selectors_unmatched", "Selectors of rules that match no sensor.");
            case INPUTS_ALL_DROPPED -> plain("inputs_all_dropped", "Topic filters and files without a usable reading.");
            case INPUTS_ALL_BAD -> plain("inputs_all_bad", "Topic filters and files with BAD readings only.");
            default -> throw new IllegalArgumentException("a counter without a metric, counter=" + counter);
        };
    }

    private static CounterMetric plain(String name, String help) {
        return new CounterMetric("tocsin_" + name, "", "", help);
    }

    private static CounterMetric remarkable(Counter counter) {
        String what = counter.name().toLowerCase(Locale.ROOT);
        return new CounterMetric("tocsin_readings_remarkable", "what", what, "Readings that are remarkable, by what.");
    }

    /** Whether the number can fall. */
    boolean isGauge() {
        return name.equals("tocsin_bad_table_cells");
    }
}
